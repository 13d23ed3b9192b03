"""The scenarios themselves."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

NAMES: Mapping[str, Promise] = {
    "projects": pgettext_lazy("regulation", "项目协作"),
    "incidents": pgettext_lazy("regulation", "突发事件"),
    "clients": pgettext_lazy("regulation", "客户"),
    "partners": pgettext_lazy("regulation", "伙伴"),
    "publicity": pgettext_lazy("regulation", "对外宣传"),
    "feedback": pgettext_lazy("regulation", "员工之声"),
    "positions": pgettext_lazy("regulation", "岗位"),
    "training": pgettext_lazy("regulation", "培训"),
    "knowledge": pgettext_lazy("regulation", "知识库"),
    "records": pgettext_lazy("regulation", "档案"),
    "misinformation": pgettext_lazy("regulation", "误传率"),
}
