"""From workbooks to verdicts: registers + library + rules → a check result."""
