"""Whom to call now, what came of it, and who stands in for whoever does not answer."""
