"""Screens of presence."""
