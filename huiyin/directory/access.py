"""Who may see and do what: one function, one table (design 2, T10-T13)."""
