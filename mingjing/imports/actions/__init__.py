"""The only writers of imports."""
