"""Alarms and their life: what is wrong, who has seen it, who answered, and whom it reached until somebody did.

Its words: *alarm* (one rule about one subject, until it is closed), *sighting* (the same thing seen again),
*acknowledge* (I have seen it), *answer* (what was found and done), *latch* (stays until answered even when the cause is
gone), *shelve* (quiet until a named hour, by a named officer), *escalate* (call the next on the roster).
"""
