"""After it is solved: the announcement, the report, and what if it comes back (I05)."""
