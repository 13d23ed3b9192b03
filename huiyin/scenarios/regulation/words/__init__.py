"""What an amendment changes, in people's words."""
