"""The regulation as text: clauses written as TOML, and one clause changed in a source (Z01)."""
