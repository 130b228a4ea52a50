"""Alarms and their life.

Its words: *alarm*, *sighting*, *acknowledge*, *answer*, *escalate*, *shelve*.
"""
