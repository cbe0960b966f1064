"""Adoption and publication: the state of a list, its drafts, the meeting, editions on their sites, who publishes."""
