"""What goes out to the public, and what comes back."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, Promise] = {
    "publicity.calendar_set": pgettext_lazy("event", "排好内容日历"),
    "publicity.comment_answered": pgettext_lazy("event", "答复评论"),
    "publicity.comment_dismissed": pgettext_lazy("event", "不必答复"),
    "publicity.comment_received": pgettext_lazy("event", "收到评论"),
    "publicity.crisis_opened": pgettext_lazy("event", "转入危机处理"),
    "publicity.event_announced": pgettext_lazy("event", "通知活动"),
    "publicity.inquiry_answered": pgettext_lazy("event", "答复媒体"),
    "publicity.inquiry_received": pgettext_lazy("event", "收到媒体询问"),
    "publicity.month_began": pgettext_lazy("event", "每月开始"),
    "publicity.released": pgettext_lazy("event", "对外发布"),
}
DUTIES: Mapping[str, Promise] = {
    "answer_comment": pgettext_lazy("duty", "答复评论"),
    "answer_media": pgettext_lazy("duty", "答复媒体"),
    "open_crisis": pgettext_lazy("duty", "转入危机处理"),
    "set_calendar": pgettext_lazy("duty", "排内容日历"),
    "urge_publicity": pgettext_lazy("duty", "督促宣传事项"),
}
NAMES: Mapping[str, Promise] = {
    "tone": pgettext_lazy("regulation", "态度"),
    "negative": pgettext_lazy("regulation", "负面"),
    "releases": pgettext_lazy("regulation", "对外发布"),
    "account_editor": pgettext_lazy("regulation", "账号编辑"),
    "content_editor": pgettext_lazy("regulation", "内容编辑"),
    "media_contact": pgettext_lazy("regulation", "媒体联系人"),
    "neutral": pgettext_lazy("regulation", "中性"),
}
