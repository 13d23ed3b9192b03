"""Judges a regulation that can be read: what it asks for and never gets (Z15).

``lint(policy, surroundings)`` finds, in the order of the clauses, what is wrong with it in the house
it is meant for. One module per kind of check.
"""

from huiyin.core.linting.check import lint
from huiyin.core.linting.finding import Finding, Weight
from huiyin.core.linting.surroundings import ROLES, Surroundings, path_of

__all__ = ["ROLES", "Finding", "Surroundings", "Weight", "lint", "path_of"]
