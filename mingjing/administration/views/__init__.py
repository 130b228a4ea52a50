"""One module per noun; each view fetches, permits, calls one action, responds."""
