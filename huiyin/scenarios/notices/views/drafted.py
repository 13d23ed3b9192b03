"""A draft as the compose page reads and shows it."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.cases import attachments, uploads
from huiyin.directory.access import may_address
from huiyin.directory.models import Person
from huiyin.directory.queries import department_tree
from huiyin.kit import clock
from huiyin.scenarios.notices import (
    actions,
    checks,
    composing,
    conditions,
    matrix,
    picking,
    prenotices,
    published,
)
from huiyin.scenarios.notices.draft_form import DraftForm, origin_choices
from huiyin.scenarios.notices.effect_form import effect_of
from huiyin.scenarios.notices.models import Notice, Stage
from huiyin.scenarios.notices.revisions import corrections
from huiyin.scenarios.notices.subject import subject

BOARD = "news|recognition|event|download"
"""Kinds that stand on the board, as the page's conditions spell them."""

_ELSEWHERE = {"audience", "key_people", "copies"}


def values(form: DraftForm, data: QueryDict) -> dict[str, Any]:
    """What was posted, as ``actions.save_draft`` takes it; any change calls a named moment off."""
    kept = form.kept(data)
    if kept.get("kind") == "emergency":
        kept["urgency"] = "urgent"
    if not (kept.get("stage") == Stage.RELEASE and kept.get("origin")):
        kept.pop("origin", None)
    kept["audience"] = picking.chosen(data).to_json()
    if "with_settings" in data:
        kept["key_people"] = picking.named(data, "key").to_json()
        kept["copies"] = picking.named(data, "copy").to_json()
    return kept | {"publish_at": None}


def context(notice: Notice, actor: Person) -> dict[str, Any]:
    """Everything the page shows of a draft, the topics' parts included."""
    audience = published.audience_of(notice)
    to, left_out = picking.chips(audience, actor)
    return {
        "notice": notice,
        "form": _form(notice, actor),
        "audience": audience,
        "to": to,
        "left_out": left_out,
        "key_chips": picking.chips(published.read(notice.key_people), actor)[0],
        "copy_chips": picking.chips(published.read(notice.copies), actor)[0],
        "tree": department_tree(actor),
        "matrix": matrix.preview(notice),
        "effect_sentence": effect_of(notice).sentence(audience.describe()),
        "attachments": attachments.of_case(notice),
        "limit": uploads.limit(),
        "board_kinds": BOARD,
        "preview_title": subject(notice.title, notice.urgency, notice.reply_by, clock.now()),
        **_to_mend(notice, actor),
        **composing.context(notice, actor),
    }


def last_look(notice: Notice, actor: Person) -> dict[str, Any]:
    """The same with the audience in words, for the page before it goes out."""
    found = context(notice, actor)
    return found | {"audience_words": found["audience"].describe()}


def _to_mend(notice: Notice, actor: Person) -> dict[str, Any]:
    audience = published.audience_of(notice)
    head = picking.head(audience)
    found = [
        *checks.findings(notice, head.people, clock.now()),
        *composing.findings(notice, actor),
    ]
    found.sort(key=lambda one: not one.must)
    fixed = corrections.is_correction(notice)
    beyond = not (fixed or audience.names_nobody() or may_address(actor, audience))
    must = sum(one.must for one in found) + int(beyond)
    opens_at = conditions.opens_at(notice, actor)
    waits = sum(one.field in _waiting(notice, actor) for one in found) if opens_at else 0
    return {
        "head": head,
        "findings": found,
        "beyond": beyond,
        "must": must,
        "opens_at": opens_at if opens_at and must == waits else None,
    }


def _waiting(notice: Notice, actor: Person) -> set[str]:
    """The findings that time alone will settle."""
    return {each.guard.clause for each in conditions.stopping(notice, actor)}


def _form(notice: Notice, actor: Person) -> DraftForm:
    names = [name for name in actions.FIELDS if name not in _ELSEWHERE]
    form = DraftForm(initial={name: getattr(notice, name, None) for name in names})
    widget: Any = form.fields["origin"].widget
    widget.choices = origin_choices(prenotices.open_to(actor))
    form.fields["reply_by"].label = _("需要回复，截止")
    return form
