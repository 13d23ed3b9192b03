"""What stands in the place of each argument of an address that is about no notice."""

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

AFTER_MEETINGS = (
    "minutes", "minutes_readers", "minutes_sheet", "minutes_confirm", "minutes_edit",
    "minutes_save", "minutes_publish", "minutes_anew", "minutes_reopen", "recording", "overrun",
    "efficiency_review", "period", "period_weekly", "period_monthly", "period_review",
    "period_talks", "period_evaluate", "period_goals", "talk", "talk_edit", "talk_held",
    "talk_notes", "talk_confirm", "blocked", "blocked_held", "blocked_clear",
)  # fmt: skip
"""Asked for something that does not exist."""


def of(scene: Scene) -> Arguments:
    """Address -> its arguments, as far as they are not the same for all."""
    return {
        **_of_requests(scene),
        **_of_lookups(scene),
        **_of_pages(scene),
        **_of_new_cases(),
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


def _of_new_cases() -> Arguments:
    return {
        "incidents:tap": ["0.0.0~x"],
        "incidents:observe": ["nobody~x"],
        "incidents:observe_part": ["nobody~x"],
        "incidents:watch_close": [new_id(), new_id()],
        **{f"meetings:{verb}": [new_id()] for verb in AFTER_MEETINGS},
        "meetings:minutes_file": [new_id(), "pdf"],
        **{
            f"intake:{verb}": [new_id()]
            for verb in ("hook", "show", "edit", "rotate", "test", "stop", "resume")
        },
        **{f"problems:{verb}": [new_id()] for verb in ("tracker", "tracker_hook", "stop_tracker")},
        **{f"problems:{verb}": [new_id(), 1] for verb in ("word", "link_again", "link_let_go")},
        "problems:stop_mailbox": [999_999],
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
        "meetings:table": [new_id()],
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
    verbs = ("show", "details", "submit", "reopen", "withdraw", "announce", "rebase", "waive")
    return {
        **{f"regulation:{verb}": [scene.amendment] for verb in verbs},
        "regulation:difference": [version(), version()],
        "regulation:roll_back": [version()],
        "regulation:department": [scene.person(AWAY).department_id],
        "regulation:review": [new_id()],
        "regulation:keep": [new_id()],
    }
