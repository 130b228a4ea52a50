"""The only writers: cases and who belongs to them."""
