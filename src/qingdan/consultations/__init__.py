"""Rounds of consultation over frozen copies of items: four audiences, opinions, answers (R-057, R-068)."""
