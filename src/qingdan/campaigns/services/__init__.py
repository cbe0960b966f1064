"""Running a campaign: starting it, what units do for it, what the office records and answers."""
