"""Talks in person: topic and goal before, notes after, confirmed by both (Reg 1.2.4, 3.2.3)."""
