"""Cases and who works on them.

Its words: *case*, *cause*, *assignment*.
"""
