"""Reading docked systems, what was sent to them, what they answered."""
