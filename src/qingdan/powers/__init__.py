"""Drafting the register: power items under draft numbers, their legal bases, dispositions, joint partners."""
