"""Joint approval: definitions, joint applications, branches of departments on one clock (RQ-A2, R-084)."""
