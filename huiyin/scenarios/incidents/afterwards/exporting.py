"""Everything about an incident in one file: papers, plain values, files, and its ledger with proofs."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from huiyin.cases import attachments, spreadsheets
from huiyin.cases.filetypes import clean_name
from huiyin.cases.papers import sheet, word
from huiyin.kit import clock
from huiyin.ledger.export import NothingSealed, export_ledger
from huiyin.scenarios.incidents.afterwards import paper
from huiyin.scenarios.incidents.afterwards.models import Announcement, Report
from huiyin.scenarios.incidents.clients import text as statements
from huiyin.scenarios.incidents.clients.models import Statement
from huiyin.scenarios.incidents.models import Incident, Member, Update
from huiyin.scenarios.incidents.review import paper as review_paper
from huiyin.scenarios.incidents.review.models import Review
from huiyin.scenarios.incidents.room import timeline

SPOOLED = 8_000_000
"""Bytes up to which the file is kept in memory."""


def archive(incident: Incident) -> IO[bytes]:
    """A zip, ready to be read from its beginning; closed by whoever reads it."""
    out = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - handed on open
    with ZipFile(out, "w", ZIP_DEFLATED) as target:
        target.writestr("incident.json", _values(incident))
        target.writestr("timeline.csv", _timeline(incident))
        for name, content in _papers(incident):
            target.writestr(name, content)
        for place, one in enumerate(attachments.of_case(incident), 1):
            with one.file.open("rb") as kept:
                target.writestr(f"files/{place:02}-{clean_name(one.name)}", kept.read())
        _ledger(incident, target)
    out.seek(0)
    return out


def _papers(incident: Incident) -> Iterator[tuple[str, bytes | str]]:
    report = Report.objects.select_related("submitted_by").filter(incident=incident).first()
    if report is not None:
        made = paper.report(incident, report)
        yield "report.docx", word.docx(made)
        yield "report.pdf", sheet.pdf(made)
    review = Review.objects.select_related("process_owner").filter(incident=incident).first()
    if review is not None:
        made = review_paper.review(incident, review)
        yield "review.docx", word.docx(made)
        yield "review.pdf", sheet.pdf(made)
    sent = Statement.objects.filter(incident=incident, opened_at__isnull=False)
    for one in sent.order_by("created_at"):
        yield f"statements/{one.number}.txt", f"{one.title}\n\n{statements.plain(one)}\n"
    said = Announcement.objects.filter(incident=incident).order_by("at")
    for place, told in enumerate(said, 1):
        yield f"announcements/{place:02}.txt", f"{told.at.isoformat()}\n\n{told.text}\n"


def _ledger(incident: Incident, target: ZipFile) -> None:
    """The sealed entries with their proofs, as ``huiyin`` exports them; nothing before a seal."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.zip"
        try:
            export_ledger(path, incident.pk)
        except NothingSealed:
            return
        target.write(path, "ledger.zip")


def _values(incident: Incident) -> str:
    names = (
        "number", "title", "severity", "state", "happened_at", "created_at", "resolved_at",
        "closed_at", "scope", "impact", "measures", "cause", "measures_taken", "clients_affected",
    )  # fmt: skip
    values: dict[str, Any] = {name: _plain(getattr(incident, name)) for name in names}
    values["kind"] = incident.kind.key
    values["commander"] = incident.commander.name
    team = Member.objects.filter(incident=incident).select_related("person").order_by("pk")
    values["team"] = [
        {
            "name": one.person.name,
            "role": one.role,
            "task": one.task,
            "state": one.state,
            "called_at": _plain(one.called_at),
            "ready_at": _plain(one.ready_at),
        }
        for one in team
    ]
    values["updates"] = [
        {"at": _plain(one.at), "known": one.known, "done": one.done, "next": one.next}
        for one in Update.objects.filter(incident=incident).order_by("number")
    ]
    return json.dumps(values, ensure_ascii=False, indent=2)


def _timeline(incident: Incident) -> bytes:
    lines = reversed(timeline.read(incident, clock.now()))
    rows = ([line.at.isoformat(), line.who, line.what, line.title, line.text] for line in lines)
    return spreadsheets.text([["at", "who", "what", "title", "text"], *rows])


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
