"""Registration of enterprises with four bodies from one form (RQ-A13)."""
