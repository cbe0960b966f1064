"""Reading filings: what is still missing, what is in one, what differs between two, how they are printed."""
