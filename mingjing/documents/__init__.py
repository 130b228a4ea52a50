"""Instruments 法律文书: written from templates, numbered, sealed, signed, served, kept by their hash.

Its words: *template* (data: fields, parts and a body), *instrument* (one paper about a case, person or other subject),
*field* (bound to data of the subject or filled by hand), *missing* (required and not yet known), *part* (存根, 正本),
*draft*, *final* (numbered, fixed by its hash), *void* (kept with its number), *series* (numbers of one kind, unit and
year, without gaps), *code* (printed on the paper, checked by anybody), *place* (where a hand signs or a seal is
pressed), *service* (how it reached whom).
"""
