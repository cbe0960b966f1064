"""Official forms on paper: registers, referrals, nil returns, charts, reports and whole filings as PDF or Word.

Values in, bytes out: no database, no clock, no network. `model` says what is printed; `forms`, `charts`, `report` and
`filing` print it.
"""
