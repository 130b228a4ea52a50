"""The only writers of requests."""
