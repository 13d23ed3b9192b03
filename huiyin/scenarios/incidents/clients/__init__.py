"""What clients are told, and the one wording that client service uses (I06)."""
