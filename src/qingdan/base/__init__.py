"""The ground of the running city: who acts, on what day, in which transaction, and what is kept of it."""
