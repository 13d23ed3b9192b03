"""Minutes reach the guests: by their own link, nothing confidential, and their reading counts (M12)."""

from typing import Any

import pytest
from django.test import Client

from huiyin.cases.models import Classification
from huiyin.delivery.models import OutsideMail
from huiyin.kit import clock
from huiyin.scenarios.meetings import guestlinks
from huiyin.scenarios.meetings.minutes import actions, queries
from huiyin.scenarios.meetings.models import Attendee, Meeting
from huiyin.scenarios.meetings.plan import Outsider
from huiyin.scenarios.meetings.tests.hall import Hall
from huiyin.scenarios.meetings.tests.minutes.test_minutes import END, held

GUEST = Outsider("周敏", "zhou@partner.test", "星海物流")


def sent(hall: Hall, **more: Any) -> tuple[Meeting, str]:
    """A meeting with a guest whose minutes are out, and the guest's address of them."""
    meeting = held(hall, guests=(GUEST,), **more)
    with clock.frozen(END):
        actions.publish(meeting.pk, by=hall["白露"])
    seat = Attendee.objects.get(meeting=meeting, guest__isnull=False)
    return meeting, f"/meetings/guest/{guestlinks.token(seat)}/minutes"


@pytest.mark.req("M12", "M16")
def test_a_guest_gets_reads_and_keeps_them(hall: Hall, mail: None) -> None:
    meeting, address = sent(hall)
    mailed = OutsideMail.objects.get(purpose="minutes.sent")
    assert (mailed.address, mailed.message["link_path"]) == (GUEST.email, address)
    assert "周日加开两席" in mailed.message["plain"]
    guest = Client()
    with clock.frozen(END):
        page = guest.get(address)
        assert "整理排班表" in page.content.decode()
        assert page["Referrer-Policy"] == "no-referrer"
        assert {row.name: row.read_at for row in queries.reached(meeting)}["周敏"] is None
        assert guest.post(address).status_code == 303
        assert {row.name: row.read_at for row in queries.reached(meeting)}["周敏"] == END
        assert "读过" in guest.get(address).content.decode()
        assert guest.get(f"{address}.pdf").content.startswith(b"%PDF")
        assert "看纪要" in guest.get(address.removesuffix("/minutes")).content.decode()


@pytest.mark.req("M12")
def test_a_revision_is_sent_and_read_again(hall: Hall, mail: None) -> None:
    meeting, address = sent(hall)
    guest = Client()
    with clock.frozen(END):
        guest.post(address)
        actions.reopen(meeting.pk, by=hall["白露"])
        actions.revise(meeting.pk, "补一席", by=hall["白露"])
        assert OutsideMail.objects.filter(purpose="minutes.sent").count() == 2
        assert {row.name: row.read_at for row in queries.reached(meeting)}["周敏"] is None
        assert "补一席" in guest.get(address).content.decode()
        guest.post(address)
        assert {row.name: row.read_at for row in queries.reached(meeting)}["周敏"] == END


@pytest.mark.req("M12")
def test_nothing_confidential_leaves_the_house(hall: Hall, mail: None) -> None:
    meeting, address = sent(hall, classification=Classification.CONFIDENTIAL)
    assert not OutsideMail.objects.filter(purpose="minutes.sent").exists()
    guest = Client()
    with clock.frozen(END):
        assert guest.get(address).status_code == 404
        assert guest.post(address).status_code == 404
        assert guest.get(f"{address}.docx").status_code == 404
        assert "看纪要" not in guest.get(address.removesuffix("/minutes")).content.decode()
    assert "周敏" not in {row.name for row in queries.reached(meeting)}


def test_before_they_are_out_there_are_none(hall: Hall) -> None:
    meeting = held(hall, guests=(GUEST,))
    token = guestlinks.token(Attendee.objects.get(meeting=meeting, guest__isnull=False))
    with clock.frozen(END):
        assert Client().get(f"/meetings/guest/{token}/minutes").status_code == 404
    assert Client().get("/meetings/guest/forged/minutes").status_code == 404
