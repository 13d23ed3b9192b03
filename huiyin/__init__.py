"""Huiyin 回音: closed-loop communication for organisations."""

__version__ = "0.1.0"

STEP = 1
"""The step of the tables, the policy and the jobs that this code knows; a release that changes one of
them raises it by one. Code of one step and of the next run side by side (``config/steps.py``)."""
