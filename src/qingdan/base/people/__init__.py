"""Accounts, appointments, stand-ins and invitations."""
