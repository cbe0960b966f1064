"""The filing of a unit: what is missing, report, prints, signature, receipt."""
