"""Alerts from monitors: signed webhooks, and a port for what an alert becomes."""
