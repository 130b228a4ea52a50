"""The forms behind the acts of a stay: each asks what its action needs, and nothing twice."""
