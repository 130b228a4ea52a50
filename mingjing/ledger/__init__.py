"""The record: what happened, to whom, by whom, when it happened and when it was entered, and the proof of it.

Its words: *entry*, *log* (one per site), *field* and its *salted digest*, *leaf*, *entered* → *sealed* → *published*,
*checkpoint*, *witness*, *look* (reading a protected record is an act too).
"""
