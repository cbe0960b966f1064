"""What the drafting desk reads."""
