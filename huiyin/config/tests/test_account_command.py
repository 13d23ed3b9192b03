"""``huiyin account``: from an empty house to somebody who can sign in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client

from huiyin.config import cli
from huiyin.config.passwordmail import password_mail
from huiyin.directory.models import Account
from huiyin.directory.tests.factories import make_person
from huiyin.policies import in_force


@pytest.fixture(autouse=True)
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work on the test's own database; one person is employed."""
    del db

    @contextmanager
    def same(*, own: bool = False) -> Iterator[None]:
        del own
        yield None

    monkeypatch.setattr("huiyin.config.commands.account.product", same)
    in_force.install_shipped()
    make_person(name="罗一鸣", employee_no="A7", email="luo@yunqiao.invalid")


def told(*words: str, stdin: str = "") -> tuple[int, str]:
    """Exit code and output of ``huiyin account …``."""
    result = CliRunner().invoke(cli.main, ["account", *words], input=stdin)
    return result.exit_code, result.output


def test_a_password_is_made_and_works() -> None:
    code, output = told("create", "--employee", "A7", "--role", "administrator")
    assert code == 0
    password = output.rpartition("password: ")[2].strip()
    client = Client()
    answer = client.post("/account/login/", {"login": "A7", "password": password})
    assert answer.status_code == 302
    assert client.get("/people/import").status_code == 200


def test_a_given_password_is_not_repeated() -> None:
    words = ("create", "--employee", "A7", "--username", "luo", "--password-stdin")
    code, output = told(*words, stdin="correct horse battery\n")
    assert (code, output) == (0, "luo is 罗一鸣\n")
    assert Account.objects.get().check_password("correct horse battery")


@pytest.mark.parametrize(
    ("words", "stdin", "code", "said"),
    [
        (("--employee", "Z"), "", 2, "no active person"),
        (("--employee", "A7", "--role", "king"), "", 2, "king"),
        (("--employee", "A7", "--password-stdin"), "", 2, "empty"),
    ],
)
def test_wrong_usage_opens_nothing(
    words: tuple[str, ...], stdin: str, code: int, said: str
) -> None:
    told_code, output = told("create", *words, stdin=stdin)
    assert told_code == code
    assert said in output
    assert not Account.objects.exists()


def test_a_second_account_is_refused() -> None:
    told("create", "--employee", "A7")
    code, output = told("create", "--employee", "A7")
    assert code == 1
    assert "已有账号" in output or "already" in output


def test_everybody_sets_a_password_by_mail() -> None:
    assert told("create-all") == (0, "1 accounts opened\n")
    Client().post("/account/password/reset/", {"email": "luo@yunqiao.invalid"})
    assert [message.to for message in mail.outbox] == [["luo@yunqiao.invalid"]]
    assert "/account/password/reset/key/" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}),
        (
            "smtp://u:p%40@mail.example:2587?tls=starttls",
            {"EMAIL_HOST": "mail.example", "EMAIL_PORT": 2587, "EMAIL_HOST_PASSWORD": "p@"},
        ),
        ("smtps://mail.example", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        ("smtp://127.0.0.1:25", {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}),
    ],
)
def test_the_mail_of_passwords_goes_where_notices_go(url: str, expected: dict[str, object]) -> None:
    made = password_mail(url, "echo@yunqiao.invalid")
    assert expected.items() <= made.items()
