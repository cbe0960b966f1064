"""Drafting flow charts (运行流程图): tables of steps for a category of a unit, or for one item."""
