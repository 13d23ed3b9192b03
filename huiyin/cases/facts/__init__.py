"""The facts 口径 of the organisation: one agreed value each, with an owner and a history (Z05)."""
