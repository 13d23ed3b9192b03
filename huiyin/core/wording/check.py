"""All rules over one text."""

from huiyin.core.wording import duties, glossary, sensitive, shape, title, vague
from huiyin.core.wording.draft import FIELDS, Draft, Rules
from huiyin.core.wording.finding import Finding


def check(draft: Draft, terms: glossary.Terms, rules: Rules) -> list[Finding]:
    """Everything found, as one reads: by field, then by place."""
    found = [
        *title.check(draft, rules),
        *duties.check(draft),
        *shape.check(draft, rules),
        *vague.check(draft, rules),
        *glossary.check(draft, terms),
        *sensitive.check(draft),
    ]
    return sorted(found, key=lambda one: (FIELDS.index(one.field), one.start, one.end, one.code))
