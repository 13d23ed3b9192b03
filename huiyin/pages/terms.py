"""Times and conditions of the regulation in people's words (``cases.terms``)."""

from huiyin.cases.terms import conditions, term

__all__ = ["conditions", "term"]
