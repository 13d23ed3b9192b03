"""People who confirm over HTTP while things break, and what they were told."""

import http.client
import random
import threading
import time

from tests.faults.browser import Browser

PATIENCE = 20.0
_SHORT_PATH, _PAGE = 204, 200


class Crowd:
    """``threads`` clients confirm for their own people, each until it is acknowledged."""

    def __init__(
        self, port: int, people: list[tuple[int, str]], *, threads: int, seconds: float, seed: int
    ) -> None:
        self.acknowledged: list[int] = []
        self.waits: list[float] = []
        self.troubles = 0
        self.refused: list[str] = []
        self._port = port
        self._stop = threading.Event()
        pause = 2 * seconds * threads / max(1, len(people))
        self._threads = [
            threading.Thread(
                target=self._work,
                args=(people[place::threads], pause, random.Random(seed + place)),  # noqa: S311 - repeatable
                daemon=True,
            )
            for place in range(threads)
        ]

    def confirm(self, notice: str) -> None:
        """Begin."""
        self._path = f"/notices/{notice}/confirm"
        for thread in self._threads:
            thread.start()

    def busy(self) -> bool:
        """Whether somebody is not acknowledged yet."""
        return any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Let everybody go."""
        self._stop.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(2 * PATIENCE)

    def _work(self, people: list[tuple[int, str]], pause: float, chance: random.Random) -> None:
        for person, session in people:
            browser = Browser(self._port, session, patience=PATIENCE)
            while not self._stop.is_set() and not self._press(browser, person):
                self.troubles += 1
                self._stop.wait(0.2)
            if self._stop.wait(chance.uniform(0, pause)):
                return

    def _press(self, browser: Browser, person: int) -> bool:
        """Whether an answer came that lets this person go home."""
        began = time.monotonic()
        try:
            answer = browser.press(self._path)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            self.waits.append(time.monotonic() - began)
        if answer.status in (_SHORT_PATH, _PAGE):
            self.acknowledged.append(person)
            return True
        if answer.status < 500:
            self.refused.append(f"{person}: {answer.status} {answer.text[:200]}")
            return True
        return False
