"""Pages of consultation: the office opens rounds and answers, units that are asked speak."""
