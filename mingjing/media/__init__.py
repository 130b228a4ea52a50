"""Bytes kept by their hash: photographs, signatures, printed records.

Its words: *blob*, *hash*, *kind*, *retention*.
"""
