"""Days, weeks, months and quarters: what they ask for, and what was held in them."""
