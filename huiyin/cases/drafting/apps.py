"""The ``drafting`` part of the cases introduces itself."""

from django.apps import AppConfig

from huiyin.cases.drafting.names import WORDS


class DraftingConfig(AppConfig):
    """Keeps what a company brought. It records nothing: a draft is no event yet."""

    name = "huiyin.cases.drafting"
    label = "drafting"
    api = "huiyin.cases.drafting.api:router"
    fact_words = WORDS
