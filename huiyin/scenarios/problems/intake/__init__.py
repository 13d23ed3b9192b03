"""How problems come in by themselves: alerts, mail, questions; and which are the same."""
