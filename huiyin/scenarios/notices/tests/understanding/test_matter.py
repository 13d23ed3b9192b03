import pytest

from huiyin.directory.audience import Audience
from huiyin.scenarios.notices import actions
from huiyin.scenarios.notices.cascade.models import Stop
from huiyin.scenarios.notices.revisions.models import Revision
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.scenarios.notices.tests.understanding.conftest import Made
from huiyin.scenarios.notices.understanding.matter import NoticeMatter

MATTER = NoticeMatter()


@pytest.mark.req("N14")
def test_key_people_of_an_urgent_notice_are_asked_aloud(stage: Stage) -> None:
    key = Audience(people=(stage["白露"].pk,)).to_json()
    draft = stage.draft(urgency="urgent", key_people=key)
    notice = actions.publish(draft.pk, by=stage["林若溪"]).notice
    assert MATTER.mode(notice, stage["白露"].pk) == "spoken"
    assert MATTER.mode(notice, stage["孟夏"].pk) == ""
    assert MATTER.mode(notice, stage["唐果"].pk) == ""


@pytest.mark.req("N14")
def test_key_people_of_other_notices_are_asked_as_everybody(stage: Stage, told: Made) -> None:
    key = Audience(people=(stage["白露"].pk,)).to_json()
    notice = told("quiz", key_people=key)
    assert {MATTER.mode(notice, stage[name].pk) for name in ("白露", "孟夏")} == {"quiz"}


@pytest.mark.req("Z04")
def test_only_what_asks_anew_begins_a_new_revision(stage: Stage, told: Made) -> None:
    notice = told()
    assert MATTER.revision(notice) == 1
    row = Revision.objects.get(notice=notice)
    for number, kind, counts in ((2, "minor", 1), (3, "material", 3), (4, "minor", 3)):
        row.pk, row.number, row.kind = None, number, kind
        row.save(force_insert=True)
        assert MATTER.revision(notice) == counts


@pytest.mark.req("Z04")
def test_the_hop_is_that_of_the_cascade(stage: Stage, told: Made) -> None:
    notice, reader = told(), stage["白露"]
    assert MATTER.hop(notice, reader.pk) == 0
    Stop.objects.create(
        notice_id=notice.pk, person_id=reader.pk, department_id=reader.department_id, hop=2
    )
    assert MATTER.hop(notice, reader.pk) == 2
