"""A process that dies by ``os._exit`` at a chosen moment of a delivery; started by test_kill.

Arguments: database name, notification, file that stands for the outside world, moment, person.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import django


def main(database: str, notification: int, outside: Path, moment: str, victim: int) -> None:
    """Deliver, and die before the call, after it, or before its result is written."""
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database

    from huiyin.delivery import content, registry, send
    from huiyin.delivery.channel import Outcome, Outgoing, Result
    from huiyin.delivery.tests.scene import SAY, FakeChannel

    class Outside(FakeChannel):
        def send(self, batch: Iterable[Outgoing]) -> Iterator[Result]:
            for outgoing in batch:
                person = outgoing.person.pk
                if person == victim and moment == "before":
                    os._exit(9)
                with outside.open("a") as file:
                    file.write(f"{person}\n")
                if person == victim and moment == "after":
                    os._exit(9)
                yield Result(person, Outcome.SENT)
            if moment == "end":
                os._exit(9)

    setattr(registry, "channels", lambda: (Outside(),))  # noqa: B010 - a plain assignment has no type
    content.register("notices", lambda *_: SAY)
    send.deliver(notification, 0, 2**40, 5)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], int(sys.argv[5]))
