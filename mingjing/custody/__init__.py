"""Everything between arrival and departure of a person.

Its words: *stay*, *arrival*, *search*, *belongings*, *placement*, *care*, *temporary exit*, *departure*.
"""
