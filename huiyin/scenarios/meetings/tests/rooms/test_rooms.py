"""No two meetings have one room at once, whoever asks first; rooms are kept by the administrator."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from huiyin.directory.access import NotVisible
from huiyin.directory.models import Role
from huiyin.directory.roles import grant
from huiyin.scenarios.meetings import actions
from huiyin.scenarios.meetings.models import Booking, Meeting, Room
from huiyin.scenarios.meetings.plan import PlanRefused
from huiyin.scenarios.meetings.rooms import actions as keeping
from huiyin.scenarios.meetings.rooms import booking, queries
from huiyin.scenarios.meetings.rooms.actions import RoomWords
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall

HOUR = timedelta(hours=1)


@pytest.fixture
def room(db: None) -> Room:
    return Room.objects.create(name="云海", capacity=8)


@pytest.mark.django_db
@pytest.mark.req("M20")
def test_a_room_is_had_by_one_meeting(hall: Hall, room: Room) -> None:
    first = hall.meeting(room=room)
    assert Booking.objects.get().meeting_id == first.pk
    with pytest.raises(PlanRefused, match="云海"):
        hall.meeting(room=room, starts_at=FRIDAY + HOUR / 2)
    assert Meeting.objects.filter(state="announced").count() == 1
    right_after = hall.meeting(room=room, starts_at=FRIDAY + HOUR)
    assert right_after.state == "announced"


@pytest.mark.django_db
def test_the_database_itself_says_no(hall: Hall, room: Room) -> None:
    first = hall.meeting(room=room)
    other = hall.meeting()
    kept = Booking.objects.get(meeting=first)
    with pytest.raises(IntegrityError, match="room_taken_once"), transaction.atomic():
        Booking.objects.create(
            room=room, meeting=other, starts_minute=kept.ends_minute - 1,
            ends_minute=kept.ends_minute + 9,
        )  # fmt: skip
    elsewhere = Room.objects.create(name="青屏")
    Booking.objects.create(
        room=elsewhere, meeting=other, starts_minute=kept.starts_minute,
        ends_minute=kept.ends_minute,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_room_is_free_again_when_the_meeting_is_not(hall: Hall, room: Room) -> None:
    first = hall.meeting(room=room)
    actions.cancel(first.pk, by=hall["林若溪"])
    assert hall.meeting(room=room).state == "announced"


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("M20")
def test_of_two_who_ask_at_once_one_has_it(room: Room) -> None:
    """Two connections, one barrier: the exclusion decides, not a look before."""
    from huiyin.directory.tests.factories import make_company
    from huiyin.kit import clock
    from huiyin.policies import in_force
    from huiyin.scenarios.meetings import kinds
    from huiyin.scenarios.meetings.tests.hall import MONDAY

    in_force.forget()
    with clock.frozen(MONDAY):
        in_force.install_shipped()
        kinds.ensure()
        hall = Hall(make_company())
        drafts = [hall.meeting(room=room, announced=False) for _ in range(2)]
        barrier, outcomes = threading.Barrier(2), list[str]()

        def ask(meeting: Meeting) -> None:
            barrier.wait(timeout=10)
            try:
                actions.announce(meeting.pk, by=hall["林若溪"])
                outcomes.append("had")
            except PlanRefused:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=ask, args=(one,)) for one in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
    in_force.forget()
    assert sorted(outcomes) == ["had", "refused"]
    assert Booking.objects.count() == 1


def test_minutes_that_are_touched_count_whole() -> None:
    starts, ends = booking.span(FRIDAY, FRIDAY + timedelta(seconds=61))
    assert ends - starts == 2


@pytest.mark.django_db
def test_the_smallest_free_room_that_fits_comes_first(hall: Hall, room: Room) -> None:
    lin = hall["林若溪"]
    big = Room.objects.create(name="大会议室", capacity=60)
    small = Room.objects.create(name="小间", capacity=2)
    Room.objects.create(name="停用", active=False)
    other = hall["陈屿"].department
    Room.objects.create(name="别的部门", department=other)
    own = Room.objects.create(name="自家", capacity=9, department=lin.department)
    hall.meeting(room=room)
    found = queries.choices(lin, FRIDAY, FRIDAY + HOUR, 5, None)
    assert [one.room for one in found] == [own, big, small, room]
    assert [one.free for one in found] == [True, True, True, False]
    assert [one.fits for one in found] == [True, True, False, True]


@pytest.mark.django_db
def test_the_administrator_keeps_the_rooms(hall: Hall) -> None:
    luo, lin = hall["罗一鸣"], hall["林若溪"]
    grant(luo, Role.ADMINISTRATOR)
    made = keeping.keep(RoomWords(" 青 屏 ", "5 楼", 6), by=luo)
    assert (made.name, made.capacity) == ("青 屏", 6)
    assert keeping.keep(RoomWords("青屏", active=False), by=luo, room_id=made.pk).active is False
    for words in (RoomWords(""), RoomWords("青屏")):
        with pytest.raises(PlanRefused):
            keeping.keep(words, by=luo)
    with pytest.raises(NotVisible):
        keeping.keep(RoomWords("无"), by=luo, room_id=99_999)
    with pytest.raises(PermissionDenied):
        keeping.keep(RoomWords("我的"), by=lin)
