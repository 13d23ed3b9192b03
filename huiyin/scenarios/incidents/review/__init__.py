"""The review afterwards: what happened, why, and what is done about it; nobody is blamed (I07)."""
