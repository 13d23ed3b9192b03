"""The whole installation in one encrypted file, and back: database, files, keys, checkpoints."""
