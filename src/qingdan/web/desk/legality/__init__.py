"""The last gates: consultation concluded, units' words, charts, legality, its documents; what the office changes."""
