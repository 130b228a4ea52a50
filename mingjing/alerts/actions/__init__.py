"""The only writers of alarms."""
