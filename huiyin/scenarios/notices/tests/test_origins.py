"""A notice that follows from a case of another scenario: begun with its words, told when out."""

from uuid import UUID

import pytest

from huiyin.cases import following
from huiyin.cases.following import Draft, Follower
from huiyin.cases.models import Case
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.tests.stage import TEXT, Stage

FORM = {name: TEXT[name] for name in ("title", "background", "items", "requirements", "contact")}


class Heard:
    """A scenario whose cases may be origins; it remembers what it is told."""

    def __init__(self) -> None:
        self.followers: list[tuple[UUID, Follower]] = []
        self.people: tuple[int, ...] = ()

    def draft_of(self, origin: UUID) -> Draft:
        """Always the same words."""
        del origin
        words = ("关于扫码中断", "10:00 发生", "1. 扫码中断", "urgent", "internal")
        return Draft(*words, people=self.people)

    def followed(self, origin: UUID, follower: Follower) -> None:
        """Remember."""
        self.followers.append((origin, follower))


@pytest.fixture
def heard() -> Heard:
    made = Heard()
    following.register("sample", made.draft_of, made.followed)
    return made


def origin_of(stage: Stage, name: str = "林若溪") -> Case:
    at, author = kit_clock.now(), stage[name]
    return Case.objects.create(
        scenario="sample",
        title="扫码中断",
        initiator=author,
        department=author.department,
        created_at=at,
        opened_at=at,
    )


@pytest.mark.req("N11", "N22")
def test_the_form_begins_with_the_words_of_the_origin(stage: Stage, heard: Heard) -> None:
    heard.people = (stage["白露"].pk,)
    origin = origin_of(stage)
    address = following.compose_address(origin.pk, "first_word")
    page = stage.client("林若溪").get(address).content.decode()
    for words in ("关于扫码中断", "10:00 发生", "1. 扫码中断", f"person:{stage['白露'].pk}"):
        assert words in page
    assert f'value="{origin.pk}"' in page
    assert stage.client("唐果").get(address).status_code == 404
    browser = stage.client("林若溪")
    assert browser.get("/notices/new?origin=nothing").status_code == 404
    assert browser.get(f"/notices/new?origin={new_id()}").status_code == 404
    assert browser.get("/notices/new?stage=odd").status_code == 200


@pytest.mark.req("N11", "N17")
def test_what_is_saved_remembers_its_origin_and_tells_it(stage: Stage, heard: Heard) -> None:
    origin, browser, draft = origin_of(stage), stage.client("林若溪"), new_id()
    sent = FORM | {"to": f"person:{stage['白露'].pk}", "from_origin": str(origin.pk)}
    browser.post(f"/notices/{draft}/save", sent | {"from_stage": "first_word"})
    notice = Notice.objects.get(pk=draft)
    assert (notice.origin, notice.stage) == (origin.pk, "first_word")
    other = origin_of(stage)
    browser.post(f"/notices/{draft}/save", sent | {"from_origin": str(other.pk)})
    assert Notice.objects.get(pk=draft).origin == origin.pk
    actions.publish(draft, by=stage["林若溪"])
    ((told, follower),) = heard.followers
    assert told == origin.pk
    assert follower.case.pk == draft
    assert follower.facts["stage"] == "first_word"
    assert follower.by == stage["林若溪"]
    assert follower.at == kit_clock.now()


def test_nobody_follows_what_they_may_not_read(stage: Stage, heard: Heard) -> None:
    origin = origin_of(stage, "何青")
    sent = FORM | {"from_origin": str(origin.pk)}
    assert stage.client("唐果").post(f"/notices/{new_id()}/save", sent).status_code == 404
    assert not Notice.objects.filter(origin=origin.pk).exists()
    assert heard.followers == []


def test_without_an_origin_nobody_is_told(stage: Stage, heard: Heard) -> None:
    stage.published()
    assert heard.followers == []
