"""What may be changed on a card."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from huiyin.cases.naming import word
from huiyin.core.drafting.assembling import Choice, ChoiceError, check
from huiyin.core.drafting.manners import EVIDENCE
from huiyin.core.drafting.vocabulary import Vocabulary
from huiyin.pages.clauses import duty
from huiyin.ui.phrasing import in_words

_SELECT = {"class": "input"}
_WORDS = 200
_SHORT = 80


class ChoiceForm(forms.Form):
    """A duty in the words of the policy; empty where it is not known yet."""

    bearer = forms.ChoiceField(label=_("谁"), required=False, widget=forms.Select(attrs=_SELECT))
    what = forms.CharField(
        label=_("做什么"), max_length=_WORDS, widget=forms.TextInput(attrs=_SELECT)
    )
    verb = forms.ChoiceField(label=_("待办"), widget=forms.Select(attrs=_SELECT))
    on = forms.ChoiceField(label=_("起算事件"), required=False, widget=forms.Select(attrs=_SELECT))
    term = forms.CharField(
        label=_("期限"),
        max_length=_SHORT,
        required=False,
        widget=forms.TextInput(attrs=_SELECT | {"spellcheck": "false"}),
        help_text=_("如 2h、2wd、1mo、3d before starts_at、by fri 17:00、by month 5 18:00"),
    )
    to = forms.ChoiceField(label=_("对方"), required=False, widget=forms.Select(attrs=_SELECT))
    needs = forms.ChoiceField(
        label=_("确认方式"), required=False, widget=forms.Select(attrs=_SELECT)
    )
    up_to = forms.ChoiceField(
        label=_("逾期由谁跟进"), required=False, widget=forms.Select(attrs=_SELECT)
    )
    up_after = forms.CharField(
        label=_("逾期多久"),
        max_length=_SHORT,
        required=False,
        widget=forms.TextInput(attrs=_SELECT),
    )
    guard = forms.BooleanField(label=_("是做事之前的条件，不是待办"), required=False)

    def __init__(self, known: Vocabulary, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = _named(known.roles)
        for name in ("bearer", "to", "up_to"):
            self._choose(name, roles)
        self._choose("on", _named(known.events))
        self._choose("needs", [(name, word(name)) for name in EVIDENCE])
        self._choose("verb", _named(known.verbs, duty), blank=False, say=duty)

    def _choose(
        self,
        name: str,
        choices: list[tuple[str, str]],
        *,
        blank: bool = True,
        say: Callable[[str], str] = word,
    ) -> None:
        """The known names, and what stands there already."""
        field = self.fields[name]
        given = str(self.data.get(name) or self.initial.get(name) or "")
        listed = list(choices)
        if given and given not in dict(listed):
            listed.insert(0, (given, say(given)))
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _g("还没有"))] * blank + listed

    def clean(self) -> dict[str, Any]:
        """The field that cannot be so is the one that says why."""
        cleaned = super().clean() or {}
        try:
            check(_choice(cleaned))
        except ChoiceError as error:
            self.add_error(error.field, in_words(error.problem))
        return cleaned

    def choice(self) -> Choice:
        """What was filled in."""
        return _choice(self.cleaned_data)


def _choice(said: Mapping[str, Any]) -> Choice:
    texts = {
        name: str(said.get(name) or "").strip()
        for name in ("on", "bearer", "verb", "what", "term", "to", "needs", "up_to")
    }
    after = str(said.get("up_after") or "").strip() or "1h"
    return Choice(**texts, up_after=after, guard=bool(said.get("guard")))


def _named(names: Mapping[str, str], say: Callable[[str], str] = word) -> list[tuple[str, str]]:
    return sorted(
        ((name, say(name)) for name in names), key=lambda pair: (pair[1] == pair[0], pair[1])
    )
