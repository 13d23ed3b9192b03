"""Template tags of the facts."""
