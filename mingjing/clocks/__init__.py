"""The law's time limits and duties of every subject, kept in step with its entries.

Its words: *clock*, *duty*, *due*, *warning*, *breach*.
"""
