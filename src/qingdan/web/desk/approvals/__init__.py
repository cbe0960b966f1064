"""Last year's approvals: brought in, charts reviewed, published."""
