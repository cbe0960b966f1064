"""Flow charts: tables of steps, drawn."""
