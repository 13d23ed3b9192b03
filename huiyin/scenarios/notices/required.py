"""What an entry must say that asks nobody for anything: less than a notice that does."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.cases.models import Attachment
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice, NoticeKind


def missing(notice: Notice) -> Iterator[Finding]:
    """News and praise need words, an event its time, a download its file."""
    if notice.kind == NoticeKind.DOWNLOAD:
        if not Attachment.objects.filter(case=notice.pk).exists():
            yield Finding("files", True, _("资料没有附件"), _("添加要供下载的文件"))
    elif not (notice.gist.strip() or notice.background.strip() or notice.items.strip()):
        yield Finding("items", True, _("缺少正文"), _("写明发生了什么"))
    if notice.kind == NoticeKind.EVENT and notice.held_at is None:
        yield Finding("held_at", True, _("缺少活动时间"), _("写明哪天几点开始"))
