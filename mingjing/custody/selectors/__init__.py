"""Named reads of stays: the record, the steps, rooms, desks, gaps, the time line."""
