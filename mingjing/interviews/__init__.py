"""The interview desk: who is questioned, where, by whom, under which gates of the law, and the record of it.

Its words: *interview* (讯问 or 询问: planned, opened, paused, read back, signed, closed or broken off), *askers*
(officers in the room), *helpers* (guardian, suitable adult, interpreter, female staff), *recorder* (unknown, healthy or
failed, as it was told), *record* (笔录: head and lines, a draft until it is fixed), *revision* (one saving of the
draft), *question set* (questions/*.yaml, linked to the law), *elements* (what must be covered), *finding* (what stands
against reading it back), *correction*, *signature* (page by page), *supplement* (what is added to a closed record).
"""
