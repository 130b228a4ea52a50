from hypothesis import settings

# A busy machine must not make a property look false.
settings.register_profile("law", deadline=None)
settings.load_profile("law")
