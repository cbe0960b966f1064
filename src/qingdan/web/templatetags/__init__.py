"""Template tags that only some pages load."""
