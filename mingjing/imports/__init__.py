"""Existing cases come over from another system, by a table: CSV or XLSX.

Its words: *import* (one file, read and kept), *source* (which system it comes from), *column* and *field* (what stands
in the table, and which word of a case it is), *values* (what a word of the table means here), *check* (every row
judged, nothing written: the dry run), *run* (row by row, each in its own transaction), *fault* (why a row is refused,
or what one should know), *origin* (what the case keeps of where it came from; `cases.models.CaseOrigin`).
"""
