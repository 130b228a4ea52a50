"""Face verification, one to one: is this the person whose portrait was taken when he was booked in?

Its words: *portrait* (the picture of this stay, accepted by a named officer), *occasion* (before an interview, a
temporary exit, the return, the release), *comparison* (a camera picture beside that portrait), *judged* (what the
machine says: same, different, unsure) or left *by eye*, *confirmed* (what a named officer decides), *camera* with its
*threshold*, *measurement* (error curves of a labelled set), *model* (weights the site supplied), *template* (the
portrait as numbers, sealed, bound to one stay). Nothing here searches: a picture is compared with one person's portrait
of one stay and no other (decision 0170).
"""
