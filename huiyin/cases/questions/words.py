"""What people are told when a question or an answer is not taken."""

from django.utils.translation import gettext as _

LONGEST = 1000
"""Signs of a question or an answer."""


def why_not(code: str) -> str:
    """Why it was refused (``actions.QuestionRefused.code``), in words."""
    words = {
        "empty": _("请写下内容"),
        "long": _("最多 %(most)d 字") % {"most": LONGEST},
        "own": _("这件事由你答复，不用向自己提问"),
        "over": _("这个提问已经撤回"),
        "open": _("还没有答复"),
        "shared": _("还有人在等这个答复，不能撤回"),
    }
    return words[code]
