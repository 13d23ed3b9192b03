"""What an administrator types about a mailbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.directory.queries import find_person
from huiyin.scenarios.problems.intake.actions import SOURCES

_INPUT = {"class": "input"}


class MailboxForm(forms.Form):
    """An address, what its mail is, and who writes it down."""

    address = forms.EmailField(
        label=_("邮箱地址"),
        max_length=200,
        widget=forms.EmailInput(attrs=_INPUT | {"placeholder": "problems@example.com"}),
        help_text=_("发到这个地址的信要能进入本系统读取的邮箱，例如设为它的别名"),
    )
    source = forms.ChoiceField(
        label=_("来信算作"),
        choices=[(one.value, one.label) for one in SOURCES],
        widget=forms.Select(attrs={"class": "select"}),
    )
    keeper = forms.CharField(
        label=_("由谁记下"),
        max_length=80,
        widget=forms.TextInput(attrs=_INPUT | {"autocomplete": "off"}),
        help_text=_("姓名或工号；按此人所在部门找登记人"),
    )

    def clean_keeper(self) -> Person:
        """The one colleague who is meant."""
        found = find_person(self.cleaned_data["keeper"])
        if found is None:
            raise forms.ValidationError(_("没有找到这位同事，或有重名；请用工号"))
        return found
