"""Writes of joint approval."""
