"""The only writers of what the watch announces."""
