"""Files that came with an answer by mail: judged like uploads, bounded, kept with the reply."""

import hashlib
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from huiyin.cases import filetypes, uploads
from huiyin.cases.attachments import check
from huiyin.delivery.received import Received
from huiyin.kit import clock
from huiyin.scenarios.notices.mailing.models import ReplyFile
from huiyin.scenarios.notices.models import Reply


def sift(files: Sequence[Received]) -> tuple[list[Received], list[str]]:
    """Those that may be kept, and a sentence for each that may not.

    Kinds and contents follow ``cases.filetypes``; all together are bounded like one upload.
    """
    good: list[Received] = []
    refused: list[str] = []
    room = uploads.limit()
    for file in files:
        name = filetypes.clean_name(file.name)
        try:
            check(name, SimpleUploadedFile(name, file.content))
        except ValidationError as error:
            refused += error.messages
            continue
        if len(file.content) > room:
            refused.append(_("「%(name)s」放不下，未保存") % {"name": name})
            continue
        room -= len(file.content)
        good.append(Received(name, file.content))
    return good, refused


def keep(reply: Reply, files: Sequence[Received]) -> None:
    """Keep ``files`` (sifted) with ``reply``; the same file twice is kept once."""
    for file in files:
        digest = hashlib.sha256(file.content).hexdigest()
        row = ReplyFile(
            reply=reply,
            name=file.name,
            content_type=filetypes.TYPES[filetypes.extension(file.name)][0],
            size=len(file.content),
            sha256=digest,
            received_at=clock.now(),
        )
        if not ReplyFile.objects.filter(reply=reply, name=file.name, sha256=digest).exists():
            row.file.save(f"{row.id.hex}.bin", ContentFile(file.content), save=False)
            row.save()


def words(text: str, refused: Sequence[str]) -> str:
    """The words of an answer with what became of files that could not be kept."""
    noted = [f"（{_('附件')}{sentence}）" for sentence in refused]
    return "\n".join(part for part in (text, *noted) if part) or _("（见附件）")
