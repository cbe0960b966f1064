"""PostgreSQL for the running city: one found and started by us, or the one that DATABASE_URL names."""
