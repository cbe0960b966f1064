"""The campaign: board, contacts, plans, meetings, questions, notices."""
