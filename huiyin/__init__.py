"""Huiyin 回音: closed-loop communication for organisations."""

__version__ = "0.1.0"
