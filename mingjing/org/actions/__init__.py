"""The only writers of the organisation: one module per noun, one verb per function."""
