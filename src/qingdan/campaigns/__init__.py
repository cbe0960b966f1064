"""Campaigns (清理工作): phases, what each unit owes till when, contacts, meetings, questions, the board."""
