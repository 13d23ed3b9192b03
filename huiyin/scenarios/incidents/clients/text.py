"""What a statement says, part by part: shown, signed and sent in the same words."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.signoff.registry import Text
from huiyin.scenarios.incidents.clients.models import Statement

PARTS = (
    ("happened", gettext_noop("发生了什么")),
    ("measures", gettext_noop("已经做了什么")),
    ("apology", gettext_noop("致歉")),
    ("compensation", gettext_noop("补偿")),
    ("contact", gettext_noop("联系方式")),
)
WORDING = gettext_noop("客服口径")


def parts(statement: Statement) -> list[tuple[str, str]]:
    """The parts that say something, under their headings."""
    said = ((name, str(getattr(statement, field))) for field, name in PARTS)
    return [(_(name), text) for name, text in said if text.strip()]


def describe(statement_id: UUID) -> Text:
    """What the marketing department agrees to: every word that goes out, and the wording."""
    statement = Statement.objects.select_related("incident").get(pk=statement_id)
    said = tuple((name, str(getattr(statement, field))) for field, name in PARTS)
    return Text(
        title=statement.title,
        parts=(
            *((name, text) for name, text in said if text.strip()),
            (WORDING, statement.wording),
        ),
    )


def plain(statement: Statement) -> str:
    """The statement as text."""
    return "\n\n".join(f"{name}\n{text}" for name, text in parts(statement))
