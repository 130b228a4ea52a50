"""The only writers: devices and who wears them."""
