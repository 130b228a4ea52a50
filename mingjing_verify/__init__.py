"""Verify a Mingjing log or an exported record without trusting anybody who runs the system.

Reads files, asks nothing, sends nothing, shares no code with the program that wrote them. Needs Python 3.11 and
`cryptography`. Its words: *log* (a directory of tiles under a signed checkpoint), *record* (one exported `.mjr`
file), *finding* (one thing wrong, with a stable code), *notice* (something the reader should know, nothing wrong).
"""

__version__ = "0.1.0"
