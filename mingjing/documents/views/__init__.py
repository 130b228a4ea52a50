"""Screens of instruments and their templates."""
