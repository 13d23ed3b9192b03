"""Names of events, facts and roles in people's words (``cases.naming``)."""

from huiyin.cases.naming import word

__all__ = ["word"]
