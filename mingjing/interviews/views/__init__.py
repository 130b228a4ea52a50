"""Screens of the interview desk."""
