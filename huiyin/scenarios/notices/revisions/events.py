"""What revisions and corrections record."""

from django.utils.translation import gettext_lazy as _

REVISED = "notices.revised"
CORRECTED = "notices.corrected"
CORRECTION_DRAFTED = "notices.correction_drafted"
CORRECTION_DROPPED = "notices.correction_dropped"

EVENTS = (REVISED, CORRECTED, CORRECTION_DRAFTED, CORRECTION_DROPPED)

WORDS = {
    REVISED: _("修订通知"),
    CORRECTED: _("更正通知"),
    CORRECTION_DRAFTED: _("起草口径更正"),
    CORRECTION_DROPPED: _("不发口径更正"),
}

FACT_WORDS = {
    "revision": _("版本"),
    "change": _("修订类型"),
    "material": _("需重新确认"),
    "cause": _("原因"),
    "people": _("人数"),
    "head": _("归口部门负责人"),
}

ROLES = ("affected", "head")
"""Those who got the wrong version; the head of the department that owns a fact."""
