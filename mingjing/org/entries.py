"""Bodies and sentences of the organisation's entries."""
