"""The PostgreSQL server that comes with the product, for installations without one of their own."""

from huiyin.config.embedded.server import DatabaseWontStart, Server

__all__ = ["DatabaseWontStart", "Server"]
