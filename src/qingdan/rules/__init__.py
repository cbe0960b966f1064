"""The law as plain Python: frozen values in, values out; standard library only; no clock, no files."""
