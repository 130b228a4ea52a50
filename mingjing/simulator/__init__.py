"""People, officers, doors and bands of a site moving along its floor plan, for trying the rules and measuring them.

It knows the inside of nothing: what it makes goes through the public interfaces for devices, or to a file. The same
scenario, plan and seed make the same bytes. Its words: *scenario* (who goes where, when, and what goes wrong), *walk*
(the true path), *radio* (what devices make of it), *faults* (what the way to the server does to it).
"""
