"""The recipient picker is that of all cases."""

from huiyin.cases.picking import COMPANY, Chip, Head, chips, chosen, found, head, named

__all__ = ["COMPANY", "Chip", "Head", "chips", "chosen", "found", "head", "named"]
