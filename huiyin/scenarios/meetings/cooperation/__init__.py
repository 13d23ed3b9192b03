"""Cooperation between departments that is blocked: their heads meet and agree (Reg 3.2.2)."""
