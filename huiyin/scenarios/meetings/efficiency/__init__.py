"""What meetings cost and yield: price, decisions, overrun, twins, the quarter against the goal."""
