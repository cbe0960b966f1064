"""Cases between two levels and across regions: linked clocks, powers handed down (RQ-A18)."""
