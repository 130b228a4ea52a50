"""The only writers. One module per noun, one function per verb; each is one transaction and one entry (rarely two)."""
