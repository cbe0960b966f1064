"""Messages to people: in the account, and by e-mail when a server is set."""
