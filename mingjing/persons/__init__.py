"""People and what is claimed about their identity.

Its words: *person*, *identity*, *claim*, *name*, *sealed*.
"""
