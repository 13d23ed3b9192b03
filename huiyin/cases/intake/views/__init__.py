"""The monitors' door, and the administrator's pages about it."""
