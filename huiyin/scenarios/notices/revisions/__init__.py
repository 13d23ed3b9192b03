"""Corrections and revisions: every published text is kept, and what changed is shown (N21)."""
