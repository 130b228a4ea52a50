"""The only writers of intake."""
