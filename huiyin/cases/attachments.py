"""Files of a case: checked before they are kept, found again by their digest."""

import hashlib
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from huiyin.cases import filetypes, uploads
from huiyin.cases.models import Attachment, Case
from huiyin.cases.storage import Full
from huiyin.directory.models import Person
from huiyin.kit import clock

_HEAD = 4096


@transaction.atomic
def attach(case: Case, upload: "UploadedFile[Any]", *, by: Person) -> Attachment:
    """Keep ``upload`` with ``case``; the same file under the same name is kept once.

    ``ValidationError`` with a sentence for people when it is empty, larger than the limit (bytes),
    of a kind that is not allowed, not what its extension says, or when the disk is full; nothing
    is kept then.
    """
    name = filetypes.clean_name(upload.name or "")
    check(name, upload)
    digest = _digest(upload)
    known = Attachment.objects.filter(case=case, name=name, sha256=digest).first()
    if known is not None:
        return known
    upload.seek(0)
    row = Attachment(
        case=case,
        name=name,
        content_type=filetypes.TYPES[filetypes.extension(name)][0],
        size=upload.size or 0,
        sha256=digest,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    try:
        row.file.save(f"{row.id.hex}.bin", upload, save=False)
    except Full as full:
        raise no_room(name) from full
    try:
        row.save()
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


def detach(case: Case, attachment_id: str) -> None:
    """Take a file off a case that is still a draft; nothing happens when it is gone already."""
    for row in Attachment.objects.filter(case=case, pk=attachment_id):
        stored = row.file
        row.delete()
        transaction.on_commit(partial(stored.delete, save=False))


def of_case(case: Case) -> list[Attachment]:
    """The files of ``case`` in the order they came."""
    return list(Attachment.objects.filter(case=case).order_by("uploaded_at", "id"))


def check(name: str, upload: "UploadedFile[Any]") -> None:
    """Refuse by ``ValidationError`` what may not be attached (size, kind, content)."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError(_("「%(name)s」是空文件") % {"name": name})
    if size > uploads.limit():
        raise too_large(name)
    ending = filetypes.extension(name)
    if ending not in filetypes.TYPES:
        raise ValidationError(_("不接受「%(name)s」这种类型的文件") % {"name": name})
    upload.seek(0)
    if not filetypes.fits(ending, upload.read(_HEAD)):
        raise ValidationError(_("「%(name)s」的内容与扩展名不符，未保存") % {"name": name})


def too_large(name: str = "") -> ValidationError:
    """What is said to somebody whose file is larger than the limit."""
    most = filesizeformat(uploads.limit())
    if name:
        return ValidationError(
            _("「%(name)s」超过 %(most)s 上限，未保存") % {"name": name, "most": most}
        )
    return ValidationError(_("文件超过 %(most)s 上限，未保存") % {"most": most})


def no_room(name: str) -> ValidationError:
    """What is said to somebody whose file the disk has no room for."""
    return ValidationError(
        _("服务器磁盘空间不足，「%(name)s」未保存；请告诉管理员") % {"name": name}
    )


def _digest(upload: "UploadedFile[Any]") -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
