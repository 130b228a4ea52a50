"""The screens of the organisation: sites and rooms, staff and posts, the roster, one's own account.

Its words are those of mingjing.org; it stands above because a hand-over counts alarms and a page has a frame.
"""
