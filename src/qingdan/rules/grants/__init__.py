"""Which powers an article of law grants: penalties, other kinds, the organs they are granted to."""
