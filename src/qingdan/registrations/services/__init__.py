"""Acts of registrations."""
