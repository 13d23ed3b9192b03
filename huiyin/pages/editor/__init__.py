"""The editor of a draft of the regulation: clauses as forms, checked while somebody types (Z01)."""
