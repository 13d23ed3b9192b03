"""Every page with texts that want to run in every field, read by those who see most."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from huiyin.directory.models import Account, Person
from tests.architecture import sweep
from tests.security import answers, payloads, places, world

READERS = ("何青", "邱然", "罗一鸣", "林若溪")
"""Between them they see every page: publisher, compliance officer, administrator, head."""

FORGED = {"readyz", "pages:ledger_proof"}
"""Made of the machine's own rows, which were rewritten like all others."""

EACH = 2
"""Readers by page, and objects by address."""


@dataclass
class Seen:
    """What a walk met: faults, addresses that showed a text of ours, and kinds of files."""

    wrong: list[str] = field(default_factory=list)
    shown: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


def client_of(name: str) -> Client:
    """Somebody of the company, signed in."""
    person = Person.objects.get(name__endswith=name)
    account, _made = Account.objects.get_or_create(person=person, defaults={"username": name})
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def store(hand: payloads.Hand) -> int:
    """Write the texts into every field; how many."""
    people = list(Person.objects.all())
    for person in people:
        person.name = f"{hand.write('directory_person', 'name', 40)}{person.name}"[-60:]
    Person.objects.bulk_update(people, ["name"])
    return len(people) + world.rewrite(hand.write)


def walk() -> Seen:
    """Ask for every address there is."""
    readers = {name: client_of(name) for name in READERS}
    seen = Seen()
    for address in pages():
        for path in places.paths(address, most=EACH):
            _read(seen, address, path, readers)
    return seen


def pages() -> list[str]:
    """Every address that can be got."""
    rows = [row for row in sweep.table() if row.method == "GET"]
    return sorted({row.address for row in rows if not row.address.startswith(("api ", "^"))})


def _read(seen: Seen, address: str, path: str, readers: dict[str, Client]) -> None:
    times = 0
    for name, client in readers.items():
        answer: Any = client.get(path)
        place = f"{address} {path} as {name}"
        found = answers.bare(answer) + answers.cookies(answer)
        if answer.status_code >= 500 and address not in FORGED:
            found.append(str(answer.status_code))
        if answer.status_code == 200:
            times += 1
            found += set(answers.faults(answer))
            seen.shown[address] += payloads.CANARY.encode() in answers.content(answer)
            seen.kinds[answer.headers["Content-Type"].partition(";")[0]] += 1
        seen.wrong += [f"{place}: {fault}" for fault in found]
        if times == EACH:
            return
