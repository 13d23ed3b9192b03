"""Texts that quote facts: what they quote now, and how the values are shown and frozen.

A draft keeps its references and shows the live values. Publishing fills them in (``frozen``) and
writes down which value each revision stated (``freeze``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.cases.facts import references
from huiyin.cases.facts.models import Edition, FactValue, Quotation
from huiyin.cases.models import Classification
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.ui import zh

_TAG = re.compile(r"(<[^>]*>)")
_OPENED, _CLOSED = "\ue0f0", "\ue0f1"
_MARK = re.compile(f"(?:{_OPENED}|%EE%83%B0)([0-9]+)(?:{_CLOSED}|%EE%83%B1)", re.IGNORECASE)
"""The marks as written, or as they stand in a link's address."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """The values behind the references of some texts: ``values`` by the name that was typed."""

    values: Mapping[str, FactValue]

    def filled(self, text: str) -> str:
        """``text`` with its references replaced by the values, as it is published."""
        return references.fill(text, {name: value.shown for name, value in self.values.items()})


def live(names: list[str], *, reader: Person | None = None) -> Quotes:
    """The live values that ``names`` (names or keys) mean, as far as they exist for ``reader``.

    Without a reader the confidential ones are left out.
    """
    if not names:
        return Quotes({})
    rows = FactValue.objects.filter(live_until=None, fact__retired_at=None)
    named = rows.filter(Q(fact__name__in=names) | Q(fact__key__in=names))
    found: dict[str, FactValue] = {}
    for value in named.select_related("fact__department").order_by("pk"):
        if _may_quote(value, reader):
            found |= {value.fact.key: value, value.fact.name: value}
    return Quotes({name: found[name] for name in names if name in found})


def live_in(texts: Mapping[str, str], *, reader: Person | None = None) -> Quotes:
    """The same for everything that ``texts`` quote."""
    return live(references.names_in_all(texts.values()), reader=reader)


def stated(case_id: UUID, revision: int) -> Quotes:
    """The values that a published revision states, by the fact's name and key."""
    rows = Quotation.objects.filter(case_id=case_id, revision=revision)
    found: dict[str, FactValue] = {}
    for row in rows.select_related("fact_value__fact__department"):
        value = row.fact_value
        found |= {value.fact.name: value, value.fact.key: value}
    return Quotes(found)


def freeze(case_id: UUID, revision: int, quotes: Quotes, at: datetime) -> None:
    """Write down that ``revision`` stands from ``at`` on and which values it states.

    In the transaction that publishes it. A case that never quoted a fact leaves no trace.
    """
    quoted = {value.pk: value for value in quotes.values.values()}
    if not quoted and not Edition.objects.filter(case_id=case_id).exists():
        return
    Edition.objects.get_or_create(case_id=case_id, revision=revision, defaults={"at": at})
    Quotation.objects.bulk_create(
        [Quotation(case_id=case_id, revision=revision, fact_value_id=pk) for pk in quoted],
        ignore_conflicts=True,
    )


def prepared(text: str) -> str:
    """``text`` ready for Markdown: each reference as a mark that ``marked`` turns into the value."""
    names = {name: place for place, name in enumerate(references.names_in(text))}
    bare = text.replace(_OPENED, "").replace(_CLOSED, "")
    return references.replaced(bare, lambda name: f"{_OPENED}{names[name]}{_CLOSED}")


def marked(html: str, text: str, quotes: Quotes) -> SafeString:
    """The rendered Markdown of ``prepared(text)`` with its facts: value, owner, since when.

    Inside a tag (the address of a link) the bare value stands.
    """
    names = references.names_in(text)
    return SafeString("".join(_shown(part, names, quotes) for part in _TAG.split(html)))


def title_of(value: FactValue) -> str:
    """Who answers for a value and since when: 口径「客服热线」，客服部，自 11 月 22 日 09:00."""
    return _("口径「%(name)s」，%(owner)s，自 %(since)s") % {
        "name": value.fact.name,
        "owner": value.fact.department.name,
        "since": zh.moment(value.live_from),
    }


def _shown(part: str, names: list[str], quotes: Quotes) -> str:
    bare = part.startswith("<")
    return _MARK.sub(lambda match: _fact(names, match, quotes, bare=bare), part)


def _fact(names: list[str], match: re.Match[str], quotes: Quotes, *, bare: bool) -> str:
    place = int(match[1])
    name = names[place] if place < len(names) else ""
    value = quotes.values.get(name)
    if value is None:
        typed = escape(references.refer(name))
        return typed if bare else format_html('<mark class="fact is-unknown">{}</mark>', typed)
    if bare:
        return escape(value.shown)
    return format_html(
        '<data class="fact" value="{}" title="{}">{}</data>',
        value.value,
        title_of(value),
        value.shown,
    )


def _may_quote(value: FactValue, reader: Person | None) -> bool:
    if value.fact.classification != Classification.CONFIDENTIAL:
        return True
    return reader is not None and may(reader, Action.READ, value.fact)
