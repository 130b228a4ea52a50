"""Writers of interviews and their records."""
