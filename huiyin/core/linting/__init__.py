"""Judges a regulation that can be read: what it asks for and never gets (Z15).

``lint(policy, surroundings)`` finds, in the order of the clauses, what is wrong with it in the house
it is meant for. One module per kind of check. ``loosens(base, own)`` and ``overlay(base, own)`` say what a
department's own rules give up of the company's.
"""

from huiyin.core.linting.check import lint
from huiyin.core.linting.finding import Finding, Weight
from huiyin.core.linting.loosening import Loosening, loosens
from huiyin.core.linting.overlays import overlay
from huiyin.core.linting.surroundings import MATRIX, ROLES, FactValues, Surroundings, path_of

__all__ = [
    "MATRIX",
    "ROLES",
    "FactValues",
    "Finding",
    "Loosening",
    "Surroundings",
    "Weight",
    "lint",
    "loosens",
    "overlay",
    "path_of",
]
