"""What happened: one row an act, chained day by day."""
