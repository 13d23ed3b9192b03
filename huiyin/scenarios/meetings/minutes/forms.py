"""What the pages of minutes take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.meetings.minutes.actions import LONGEST, Text
from huiyin.scenarios.meetings.minutes.recordings import Tape

_DAY = "%Y-%m-%d"


class TextForm(forms.Form):
    """The text, and the stamp of the one that it was written from."""

    body = forms.CharField(required=False, strip=False, max_length=LONGEST)
    stamp = forms.IntegerField(min_value=0)

    def text(self) -> Text:
        """The checked values; line ends as one sign."""
        values: dict[str, Any] = self.cleaned_data
        return Text(values["body"].replace("\r\n", "\n"), values["stamp"])


class RecordingForm(forms.Form):
    """A recording: what it is about, of which day, and where it is."""

    subject = forms.CharField(
        label=_("主题"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    dated = forms.DateField(
        label=_("日期"),
        required=False,
        input_formats=[_DAY],
        widget=forms.DateInput(format=_DAY, attrs={"type": "date", "class": "input"}),
        error_messages={"invalid": _("写成日期")},
    )
    link = forms.URLField(
        label=_("链接"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "input", "placeholder": "https://"}),
        error_messages={"invalid": _("链接写成 https:// 开头的网址")},
    )
    upload = forms.FileField(label=_("文件"), required=False)

    def tape(self) -> Tape:
        """The checked values."""
        values: dict[str, Any] = self.cleaned_data
        return Tape(values["subject"], values["dated"], values["link"], values["upload"])
