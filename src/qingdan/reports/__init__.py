"""Check results as text, JSON, HTML and annotated workbook."""
