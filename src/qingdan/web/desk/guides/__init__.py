"""Service guides on the desk: which items are on line, a guide, its form, its versions."""
