"""Settings and addresses of the running city."""
