"""What the public says on published entries, asks a unit or reports, and the public answers (R-005, R-063)."""
