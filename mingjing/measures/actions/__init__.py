"""The only writers of measures and what belongs to them."""
