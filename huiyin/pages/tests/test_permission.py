"""Who gets in: strangers to the sign-in page, outsiders nowhere, administrators to their pages."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.directory.access import permission_of
from huiyin.directory.tests.factories import make_person
from huiyin.pages import urls
from huiyin.scenarios.notices.tests.stage import Stage

EVERYBODY = ("/", "/palette", "/search", "/people", "/me", "/policy", "/ledger")
ADMINISTRATORS = ("/people/import", "/people/import/template.csv", "/status")


def test_every_view_names_its_permission() -> None:
    for pattern in urls.urlpatterns:
        assert permission_of(pattern.callback), pattern


@pytest.mark.parametrize("address", [*EVERYBODY, *ADMINISTRATORS])
def test_a_stranger_is_asked_to_sign_in(stage: Stage, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("address", EVERYBODY)
def test_everybody_who_works_here_gets_in(stage: Stage, address: str) -> None:
    assert stage.client("白露").get(address).status_code == 200


@pytest.mark.parametrize("address", ADMINISTRATORS)
def test_an_administrators_page_does_not_exist_for_others(stage: Stage, address: str) -> None:
    assert stage.client("白露").get(address).status_code == 404
    assert stage.client("叶蓁").get(address).status_code == 404
    assert stage.client("罗一鸣").get(address).status_code == 200


def test_checking_the_ledger_is_for_auditors_and_administrators(stage: Stage) -> None:
    assert stage.client("白露").post("/ledger/verify").status_code == 404
    assert stage.client("叶蓁").post("/ledger/verify").status_code == 200
    assert stage.client("罗一鸣").post("/ledger/verify").status_code == 200


def test_an_external_contact_sees_no_directory(stage: Stage) -> None:
    guest = make_person(name="王经理", party="星海物流", department=stage["白露"].department)
    stage.company.people["王经理"] = guest
    browser = stage.client("王经理")
    assert browser.get("/").status_code == 200
    assert browser.get("/people").status_code == 404
    assert browser.get(f"/people/{guest.pk}").status_code == 404
    assert "白露（" not in browser.get("/palette?q=白露").content.decode()


def test_somebody_who_left_gets_nothing(stage: Stage) -> None:
    browser = stage.client("白露")
    stage["白露"].active = False
    stage["白露"].save(update_fields=["active"])
    assert browser.get("/").status_code in {302, 403}
