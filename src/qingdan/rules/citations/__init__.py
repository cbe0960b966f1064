"""Parts of `rules.citation`: places, names, mentions of instruments, document numbers, printing."""
