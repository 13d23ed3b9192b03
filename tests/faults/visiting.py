"""Somebody on another machine who asks its web node: ``port session method path`` as arguments.

Says the status (0: no answer) and the seconds it took.
"""

import http.client
import sys
import time

from tests.faults.browser import Browser


def main(port: int, session: str, method: str, path: str) -> None:
    """Ask once."""
    browser = Browser(port, session)
    began = time.monotonic()
    try:
        answer = browser.press(path) if method == "POST" else browser.get(path)
        status = answer.status
    except (OSError, http.client.HTTPException):
        status = 0
    print(status, f"{time.monotonic() - began:.2f}")  # noqa: T201 - the caller reads it


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:5])
