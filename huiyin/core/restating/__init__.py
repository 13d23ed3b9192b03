"""Compares what somebody says back with the key points of its author, so that every verdict can be shown."""
