"""Departments' own systems: who they are, what goes out, what comes back, what was not delivered (RQ-A3, RQ-N5)."""
