"""Pages of the responsibility list: the unit drafts duties for each step of its published powers."""
