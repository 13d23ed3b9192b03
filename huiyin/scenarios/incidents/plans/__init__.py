"""Kinds and their plans: who leads, whom to call, what to do (I08)."""
