"""Who and where: units, sites, zones, rooms, officers, posts, rosters, and who may do what.

Its words: *unit* (a bureau, department or station in the tree), *site* (a centre or case-handling area, one log each),
*zone*, *room*, *officer*, *post* (a role with permissions), *posting* (an officer holding a post at a unit), *shift*,
*roster*, *scope* (how far a post sees).
"""
