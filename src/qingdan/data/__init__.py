"""Tables we ship, with their sources: calendar, schemes, set-power matrix, wording, law index."""
