"""Intake: every call and report, from the first word to its disposition, and whether anybody answered it.

Its words: *report* (警情、报案), *channel* (how it came), *number* (gap-free by unit and month, numbering.yaml),
*reporter* (a person on record, a name, or nobody who gave one; kept secret when he wishes), *handling* (sent, arrived,
what was found), *recording* (named by its reference and hash), *evidence handed in*, *disposition* (accepted, referred,
transferred, repeat explained, told elsewhere, handled or mediated on the spot), *receipt*, *acceptance review*.
"""
