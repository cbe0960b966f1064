"""Regions, units, inner offices, mandates and posts."""
