"""The kinds that ship: each with the length that the form proposes and what its clauses call it."""

from typing import Any

from django.db import transaction

from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.models import Form, MeetingKind

SHIPPED: tuple[tuple[str, str, Form, int, int | None, bool], ...] = (
    ("daily_standup", "每日站会", Form.DAILY_STANDUP, 15, 60, False),
    ("weekly_meeting", "周例会", Form.WEEKLY, 60, None, True),
    ("monthly_meeting", "月度总结会", Form.MONTHLY, 120, None, True),
    ("kick_off", "项目启动会", Form.KICK_OFF, 90, None, True),
    ("project_standup", "项目站会", Form.PROJECT_STANDUP, 15, 60, True),
    ("issue_meeting", "问题会", Form.ISSUE, 60, None, True),
    ("management_meeting", "管理层沟通会", Form.MANAGEMENT, 90, None, True),
    ("cross_department", "跨部门沟通会", Form.CROSS, 60, None, True),
    ("department_review", "部门沟通复盘会", Form.REVIEW, 60, None, True),
    ("joint_meeting", "联席会", Form.JOINT, 90, None, True),
    ("partner_meeting", "伙伴联席会", Form.PARTNER, 90, None, True),
    ("one_on_one", "面谈", Form.ONE_ON_ONE, 30, None, False),
    ("meeting", "其他会议", Form.OTHER, 60, None, True),
)
"""Key, name, form, minutes, seconds that each may speak, whether minutes are asked for."""


def ensure(**_signal: Any) -> None:
    """Write the shipped kinds that are missing; what an administrator changed stays."""
    known = set(MeetingKind.objects.filter(shipped=True).values_list("key", flat=True))
    MeetingKind.objects.bulk_create(
        [
            MeetingKind(
                key=key,
                name=name,
                form=form,
                length_minutes=length,
                speak_seconds=speak,
                needs_minutes=minutes,
                confidential=form == Form.ONE_ON_ONE,
                shipped=True,
                order=place * 10,
            )
            for place, (key, name, form, length, speak, minutes) in enumerate(SHIPPED, 1)
            if key not in known
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def keep(kind: MeetingKind, *, by: Person) -> MeetingKind:
    """Write a kind down; an own one gets a key of its own. No event: it binds nobody yet."""
    require(by, Action.ADMINISTER)
    kind.key = kind.key or f"own_{new_id().hex[-12:]}"
    kind.save()
    return kind
