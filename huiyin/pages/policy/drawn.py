"""The parts of the document that look the same to everybody: drawn once per version and language."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.pages import clauses
from huiyin.policies import in_force


@lru_cache(maxsize=2048)
def rules(version: int, number: str, language: str) -> SafeString:
    """The rules of a clause of the company's regulation; a version never changes.

    ``language`` is the one that is active.
    """
    del language
    clause = clauses.words(in_force.company(version).clause(number))
    return render_to_string("pages/policy/_rules.html", {"clause": clause})
