"""Jira's REST API: version 2 (Data Center) and 3 (Cloud, where texts are documents)."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote

from huiyin.scenarios.problems.trackers import keys
from huiyin.scenarios.problems.trackers.clients.door import Snapshot, There, Wrong, ask
from huiyin.scenarios.problems.trackers.models import Tracker

CLOUD = 3
_LONGEST_TITLE = 250


class Jira:
    """One project of one Jira."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._root = tracker.url.rstrip("/")
        self._headers = {"Authorization": _authorization(tracker)}

    def find(self, snapshot: Snapshot) -> There | None:
        """The issue with the problem's label (the index of Jira may be some seconds behind)."""
        project = self._tracker.project.replace('"', "")
        query = f'project = "{project}" AND labels = "{snapshot.mark}" ORDER BY created ASC'
        path = "search/jql" if self._tracker.api == CLOUD else "search"
        found = self._ask("GET", f"{path}?jql={quote(query)}&fields=status&maxResults=1")
        issues = found.get("issues") if isinstance(found, dict) else None
        return self._there(issues[0]) if issues else None

    def make(self, snapshot: Snapshot) -> There:
        """A new issue, labelled with the problem's number."""
        fields: dict[str, Any] = {
            "project": {"key": self._tracker.project},
            "issuetype": {"name": self._tracker.issue_type},
            "labels": ["huiyin", snapshot.mark],
            **self._words(snapshot),
        }
        made = self._ask("POST", "issue", {"fields": fields})
        if not isinstance(made, dict) or not made.get("key"):
            raise Wrong("Jira named no issue")
        return self._there(made)

    def put(self, there: There, snapshot: Snapshot) -> There:
        """Title, text, status and remark as they are here; what is so already is left alone."""
        path = f"issue/{quote(there.key)}"
        self._ask("PUT", path, {"fields": self._words(snapshot)})
        status = self._status(path)
        if snapshot.status and status.casefold() != snapshot.status.casefold():
            self._move(path, snapshot.status)
            status = snapshot.status
        if snapshot.remark:
            self._remark(path, snapshot)
        return There(there.key, self._page(there.key), status)

    def _status(self, path: str) -> str:
        issue = self._ask("GET", f"{path}?fields=status")
        return str(_deep(issue, "fields", "status", "name") or "")

    def _move(self, path: str, wanted: str) -> None:
        """Through the transition that leads to ``wanted``; ``Wrong`` when the workflow has none."""
        found = self._ask("GET", f"{path}/transitions")
        ways = found.get("transitions", []) if isinstance(found, dict) else []
        for way in ways:
            if str(_deep(way, "to", "name") or "").casefold() == wanted.casefold():
                self._ask("POST", f"{path}/transitions", {"transition": {"id": way["id"]}})
                return
        raise Wrong(f"no transition to {wanted}")

    def _remark(self, path: str, snapshot: Snapshot) -> None:
        found = self._ask("GET", f"{path}/comment?maxResults=200&orderBy=-created")
        written = str(found.get("comments", "")) if isinstance(found, dict) else ""
        if snapshot.remark_mark not in written:
            text = f"{snapshot.remark}\n\n[{snapshot.remark_mark}]"
            self._ask("POST", f"{path}/comment", {"body": self._text(text)})

    def _words(self, snapshot: Snapshot) -> dict[str, Any]:
        title = f"{snapshot.number} {snapshot.title}"[:_LONGEST_TITLE]
        text = f"{snapshot.text}\n\n{snapshot.url}".strip()
        return {"summary": " ".join(title.split()), "description": self._text(text)}

    def _text(self, text: str) -> Any:
        """Plain for version 2, a document (ADF) for version 3."""
        if self._tracker.api != CLOUD:
            return text
        lines = [line for line in text.split("\n") if line.strip()]
        paragraphs = [
            {"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines
        ]
        return {"type": "doc", "version": 1, "content": paragraphs}

    def _there(self, issue: dict[str, Any]) -> There:
        key = str(issue["key"])
        return There(key, self._page(key), str(_deep(issue, "fields", "status", "name") or ""))

    def _page(self, key: str) -> str:
        return f"{self._root}/browse/{quote(key)}"

    def _ask(self, method: str, path: str, value: object = None) -> Any:
        url = f"{self._root}/rest/api/{self._tracker.api}/{path}"
        return ask(method, url, self._headers, value)[1]


def _authorization(tracker: Tracker) -> str:
    token = keys.token_of(tracker)
    if not tracker.account:
        return f"Bearer {token}"
    return "Basic " + b64encode(f"{tracker.account}:{token}".encode()).decode()


def _deep(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
