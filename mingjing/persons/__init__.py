"""People, the papers and names they are known by, and what is claimed about who is who.

Its words: *person* (one record of one human being), *name* (every name he is known by, with its sound and shape),
*document* (a paper with a number), *identified* / *unknown*, *claim* (two records are, are not, or may be the same
person; never a merge), *cluster* (records held to be one person by claims in force), *protected* (opening asks for the
purpose), *sealed* (closed by default, everywhere), *scope* (how an officer comes to see a person), *search* (beyond
one's scope only for a case and a purpose).
"""
