"""Bells to every open screen.

Its words: *bell*, *topic*, *stream*, *sequence*.
"""
