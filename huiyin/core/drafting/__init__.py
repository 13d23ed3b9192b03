"""A regulation in prose becomes a draft policy: clause tree, clocks, roles, and what is left."""
