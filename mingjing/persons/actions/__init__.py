"""The only writers: persons and claims between them."""
