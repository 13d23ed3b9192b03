"""What stands in the place of each argument of an address that is about no notice."""

import re
from typing import Any

from huiyin.kit.ids import new_id
from huiyin.policies import in_force
from tests.architecture.scene import AWAY, Scene

Arguments = dict[str, list[Any]]

FIXED: Arguments = {
    "account_confirm_email": ["a-key"],
    "account_reset_password_from_key": ["a", "key"],
    "pages:compliance_export": ["csv"],
    "workdays:hours": [0],
    "workdays:remove": [999_999],
}

_PLACE = re.compile(r"<(\w+):\w+>")

_NOTHING = {"uuid": str(new_id()), "int": "999999", "paper": "pdf"}
"""Always the same, as the methods of one path are looked at together."""


def nothing(pattern: str) -> str:
    """The path of ``pattern`` about something that does not exist."""
    return "/" + _PLACE.sub(lambda found: _NOTHING.get(found[1], "nobody~x"), pattern)


def of(scene: Scene) -> Arguments:
    """Address -> its arguments, as far as they are not the same for all."""
    return {
        **_of_requests(scene),
        **_of_lookups(scene),
        **_of_pages(scene),
        **_of_regulation(scene),
        **_of_problems(scene),
        **_of_meetings(scene),
        **FIXED,
    }


def version() -> int:
    """The number of the version in force."""
    return in_force.current().version


def _of_requests(scene: Scene) -> Arguments:
    return {
        "notices:request": [scene.request],
        "notices:request_save": [scene.request],
        "notices:request_take_up": [scene.request],
        "notices:request_attach": [scene.request],
        "notices:request_detach": [scene.request, new_id()],
    }


def _of_lookups(scene: Scene) -> Arguments:
    return {
        "api:end_token": [scene.token.pk],
        "facts:show": [scene.fact],
        "facts:change": [scene.fact],
        "facts:retire": [scene.fact],
        **{f"glossary:{verb}": [scene.term] for verb in ("show", "edit", "retire")},
        "journal:show": [scene.entry],
        "journal:drop": [scene.entry],
        "journal:explain": [scene.entry],
        "journal:first_word": [scene.entry],
        "journal:full_detail": [scene.entry],
        "journal:write_twin": [scene.entry],
        "journal:write_formal": [scene.entry],
    }


def _of_pages(scene: Scene) -> Arguments:
    return {
        "pages:back": [scene.absence.pk],
        "pages:person": [scene.person(AWAY).pk],
        "pages:group": [scene.group],
        "pages:group_edit": [scene.group],
        "pages:group_close": [scene.group],
        "pages:clause": ["3.3.1"],
        "pages:clause_stories": ["3.3.1"],
        "pages:clause_history": ["3.3.1"],
        "pages:compliance_clause": ["3.3.1"],
        **{f"pages:backtest{verb}": [scene.backtest] for verb in ("", "_cancel", "_export")},
        **{
            f"pages:drafting_{verb}": [scene.imported]
            for verb in ("text", "sure", "undo", "drop", "suggest", "make")
        },
        **{f"pages:drafting_{verb}": [scene.imported, 0] for verb in ("decide", "change")},
        **{f"pages:editor{verb}": [scene.amendment] for verb in EDITOR},
    }


EDITOR = (
    "", "_check", "_form", "_save", "_undo", "_redo", "_restore", "_remove", "_new",
)  # fmt: skip
"""The addresses of the editor of a draft."""


def _of_meetings(scene: Scene) -> Arguments:
    verbs = (
        "agenda", "agenda_add", "agenda_send", "opinion", "need", "files", "plan", "room", "begin",
        "close", "attend", "extend", "words", "line", "explain", "items", "show", "edit", "announce",
        "answer", "propose", "cancel", "add_time",
    )  # fmt: skip
    return {
        **{f"meetings:{verb}": [scene.meeting] for verb in verbs},
        **{
            f"meetings:{verb}": [scene.meeting, 999_999]
            for verb in ("agenda_item", "run_item", "turn")
        },
        **{
            f"meetings:{verb}": [scene.meeting, new_id()]
            for verb in ("resolution", "todo", "item_end")
        },
        "meetings:guest_need": ["forged"],
        **{f"meetings:{name}": ["forged"] for name in ("guest", "guest_file", "feed")},
    }


def _of_problems(scene: Scene) -> Arguments:
    verbs = (
        "show", "parts", "register", "assign", "bounce", "merge", "withdraw", "solve", "tell",
        "confirm", "reopen", "explain", "sort", "solution",
    )  # fmt: skip
    return {
        **{f"problems:{verb}": [scene.problem] for verb in verbs},
        "problems:paper": [scene.problem, "pdf"],
        "problems:step": [scene.problem, 999_999],
        "problems:publish": [new_id()],
        "problems:answered": ["forged"],
    }


def _of_regulation(scene: Scene) -> Arguments:
    verbs = (
        "show",
        "details",
        "submit",
        "reopen",
        "withdraw",
        "announce",
        "rebase",
        "waive",
        "take",
    )
    return {
        **{f"regulation:{verb}": [scene.amendment] for verb in verbs},
        "regulation:difference": [version(), version()],
        "regulation:roll_back": [version()],
        "regulation:department": [scene.person(AWAY).department_id],
        "regulation:review": [new_id()],
        "regulation:keep": [new_id()],
    }
