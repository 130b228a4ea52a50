"""Officers' screens that combine apps.

Its words: *duty desk*, *board*, *desk*.
"""
