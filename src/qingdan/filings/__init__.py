"""Filings (报送件): what a unit signs and hands in, frozen, received, returned."""
