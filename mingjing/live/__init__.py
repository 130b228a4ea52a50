"""Bells to every open screen: not what happened, only what it was about, so that a panel fetches itself.

Its words: *topic* (a Ref as text), *bell* (a topic rang), *ear* (one open screen listening), *tower* (where the
bells of one process ring), *cursor* (up to where one has heard), *resync* (fetch everything anew).
"""
