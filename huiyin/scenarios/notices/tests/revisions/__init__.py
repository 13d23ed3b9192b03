"""Tests of revisions and corrections."""
