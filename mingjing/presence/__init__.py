"""Presence: who is where, told by bands, cards, anchors and doors, and the alarms that follow from it.

Its words: *device* (band, officer's card, anchor, door contact, presence sensor, gateway), *band life* (in stock,
charging, issued, fitted, lost, under repair, retired), *binding* (a device and who wears it, since and until),
*reading* (what a device said, at its own time), *place* (a room, or unknown), *track* (places in a row).
"""
