"""Pure decisions on plain values: where he may be placed, which steps are open, what an exit lacks, which minutes are
unaccounted for. No Django, no clock, no I/O, and no number that comes from law."""
