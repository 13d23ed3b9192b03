"""What is done in and around meetings over REST, a module per topic."""
