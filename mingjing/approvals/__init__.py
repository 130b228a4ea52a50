"""Requests for a decision by the rank the law names.

Its words: *request*, *rank*, *decision*, *deputy*.
"""
