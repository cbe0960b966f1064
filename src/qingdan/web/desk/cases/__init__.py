"""Cases on the desk: what to do next, one case with its lawful acts, taking in at a window, watching."""
