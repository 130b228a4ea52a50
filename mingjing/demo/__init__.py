"""The demonstration: a prefecture with staff for every post and one county centre in the middle of a working day.

Everything in it is done by the real actions, at simulated times; nothing is inserted past them. Its words: *cast*
(fictional people), *crew* (who is on duty), *story* (what happens to one person), *timetable* (stories played in order
of time), *life* (the centre goes on while the demonstration runs), *check* (one stay over HTTP).
"""

from mingjing.demo.seats import signins  # noqa: F401 - what `mj demo` prints
