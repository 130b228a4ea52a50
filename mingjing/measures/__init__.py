"""Measures: what is done to one person in one case, from the proposal to the end.

Its words: *measure* (summons, detention, arrest, bail, surveillance, penalty, preservation of evidence), *kind*,
*state* and *move* (of the graph `cn.measure.<kind>` in the law books), *happening* (what is noted under a measure: a
leave asked for, a breach, a notice given), *bail terms*, *penalty*, *hearing*, *payment*.
A penalty is typed by an officer; the book says what range there is and never decides.
"""
