"""Writing referrals."""
