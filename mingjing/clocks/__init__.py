"""The law's clocks and duties of each person, set in the same transaction as the act that starts, extends or ends them.

Its words: *clock* (how long something may last), *duty* (what must be done), *follow* (reckon anew after an entry),
*attend* (the watch looks at a row whose hour has come), *near* and *over* (what the watch announces).
"""
