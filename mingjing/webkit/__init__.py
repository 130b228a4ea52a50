"""What every screen is made of: shell, components, tokens, refusals, languages.

Its words: *page*, *panel*, *component*, *token*, *gallery*.
"""
