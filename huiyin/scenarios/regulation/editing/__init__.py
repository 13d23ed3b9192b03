"""Writing to the clauses of a draft: one at a time, checked as it is written."""
