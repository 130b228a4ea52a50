"""What everything else stands on, free of Django and of I/O.

Its words: *instant* (time), *ref* (a thing named by kind and id), *actor* (who acts), *text* (a sentence in
both languages), *verdict* (may it be, and why not), *refusal*, *vocab* (closed word lists), *machine* (the table
of allowed moves), *canonical JSON*, *Merkle tree*.
"""
