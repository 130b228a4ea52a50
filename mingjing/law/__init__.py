"""The law as dated data, and the engine that reads it. Pure: facts and times in, clocks, gates and duties out."""
