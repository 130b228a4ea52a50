"""Forms of the organisation's screens. Field names are those of the actions, so that a refusal finds its field."""
