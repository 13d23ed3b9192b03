"""The text of minutes as it writes itself: what was on the agenda, what everybody said in turn.

The recorder goes on from there; resolutions and action items stand beside the text by themselves.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Form,
    ItemState,
    Meeting,
    Opinion,
    Turn,
)

_SIGNS = "\\`*_[]<>#|~"


def drafted(meeting: Meeting) -> str:
    """Markdown; the same meeting gives the same text."""
    parts = [*_topics(meeting), *_turns(meeting)]
    if meeting.kind.form == Form.WEEKLY:
        parts += [f"## {name}\n\n- " for name in _weekly()]
    if not parts:
        parts = [f"## {_('讨论要点')}\n\n- "]
    return "\n\n".join(parts) + "\n"


def _weekly() -> tuple[str, ...]:
    """What a weekly meeting goes through (Reg 1.2.3)."""
    return _("上周进展"), _("本周计划"), _("跨部门事项"), _("风险")


def _topics(meeting: Meeting) -> Iterator[str]:
    said: dict[int | None, list[Opinion]] = {}
    for opinion in Opinion.objects.filter(meeting=meeting).select_related("person").order_by("pk"):
        said.setdefault(opinion.item_id, []).append(opinion)
    if None in said:
        yield "\n".join([f"## {_('会前书面意见')}", "", *map(_opinion, said[None])])
    for item in AgendaItem.objects.filter(meeting=meeting).select_related("owner"):
        lines = [f"## {_line(item.title)}", ""]
        lines += [_about(item), ""] if _about(item) else []
        lines += [*map(_opinion, said.get(item.pk, [])), "- "]
        yield "\n".join(lines)


def _about(item: AgendaItem) -> str:
    found = [_("负责人：%(name)s") % {"name": item.owner.name}] if item.owner else []
    if item.expected:
        found.append(_("预期结果：%(words)s") % {"words": _line(item.expected)})
    if item.state == ItemState.POSTPONED:
        found.append(_("留到下次会议"))
    return _("；").join(found)


def _opinion(opinion: Opinion) -> str:
    return _("- %(name)s的书面意见：%(words)s") % {
        "name": _line(opinion.person.name),
        "words": _line(opinion.text),
    }


def _turns(meeting: Meeting) -> Iterator[str]:
    turns = Turn.objects.filter(meeting=meeting, given_at__isnull=False)
    rows = list(turns.select_related("attendee__person", "attendee__guest").order_by("given_at"))
    if not rows:
        return
    head = " | ".join([_("姓名"), _("完成"), _("在做"), _("下一步")])
    lines = [f"## {_('各人进展')}", "", f"| {head} |", "|---|---|---|---|"]
    for turn in rows:
        cells = (turn.attendee.name, turn.done, turn.doing, turn.plan)
        lines.append(f"| {' | '.join(map(_line, cells))} |")
    yield "\n".join(lines)


def _line(text: str) -> str:
    """Words of others on one line, without marks of the text's own language."""
    plain = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in plain)
