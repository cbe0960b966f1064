"""Investment projects: card, code, stages with leads and limits (RQ-A8)."""
