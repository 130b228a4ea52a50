"""Screens of measures."""
