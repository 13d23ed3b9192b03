"""The organisation's terms and report formats (O08): which word is right, and what replaces what."""
