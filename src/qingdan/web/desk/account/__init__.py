"""Accounts and organisations: who I am, units, inner offices, posts, people."""
