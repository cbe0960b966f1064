"""Reads of joint approval."""
