"""Service guides (办事指南) of published items: what applying takes; versions that pin the entry of an edition."""
