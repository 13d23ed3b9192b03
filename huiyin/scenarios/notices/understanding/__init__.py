"""How a notice shows that it was understood: teach-back, quiz, read-back, and what came of it."""
