"""Bytes kept by their hash: photographs, signatures and scanned papers.

Its words: *blob* (bytes named by their SHA-256), *kind* (what it shows), *sniffed* (told by the bytes, not by the
sender), *small* (a reduced picture without metadata), *seeing* (whoever may see a thing that an entry names together
with the blob may see the blob), *tainted* (the bytes on disk no longer match their name).
"""
