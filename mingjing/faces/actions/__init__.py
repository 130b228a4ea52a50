"""The only writers of face verification."""
