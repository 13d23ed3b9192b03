"""What a source's page offers to be copied works as it stands: shell, openssl and curl."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from huiyin.cases.intake.models import Proof, SourceKind
from huiyin.cases.intake.snippets import snippet
from huiyin.cases.intake.tests.conftest import Posting, Room
from huiyin.kit import clock

pytestmark = [
    pytest.mark.req("B01"),
    pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed"),
]


def headers_of(posting: Posting) -> tuple[dict[str, str], bytes]:
    """What the command would send: curl is asked to show its configuration, not to call."""
    text = snippet(posting.source, "http://localhost/x", posting.secret)
    shown = 'curl() { for one in "$@"; do printf "%s\\0" "$one"; done; }\n'
    done = subprocess.run(["bash", "-c", shown + text], capture_output=True, check=True, timeout=30)
    words = done.stdout.decode().split("\0")
    sent = [words[n + 1] for n, word in enumerate(words) if word == "-H"]
    headers: dict[str, Any] = {}
    for line in sent:
        name, _, value = line.partition(": ")
        headers[name] = value
    return headers, words[words.index("-d") + 1].encode()


@pytest.mark.parametrize("proof", Proof.values)
def test_the_command_is_taken(room: Room, proof: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    posting = room.source(kind=SourceKind.GENERIC, proof=proof)
    headers, body = headers_of(posting)
    assert json.loads(body)["status"] == "firing"
    stamp = next((value for name, value in headers.items() if name.endswith("Timestamp")), "")
    at = datetime.fromtimestamp(int(stamp), tz=UTC) if stamp else posting.source.made_at
    monkeypatch.setattr(clock, "now", lambda: at)
    answer = posting.post(body, headers=headers)
    assert answer.status_code == 200, answer.content
