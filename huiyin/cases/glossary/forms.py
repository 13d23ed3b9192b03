"""What people type about terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.cases.glossary.columns import several
from huiyin.cases.glossary.entry import MEANING_LIMIT, WORD_LIMIT, Entry
from huiyin.cases.glossary.models import Term, TermKind
from huiyin.directory.models import Department

_MANY = 1200


class TermForm(forms.Form):
    """A term or a format; wrong words one per line or parted by 、."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=TermKind.choices, widget=forms.Select(attrs={"class": "input"})
    )
    word = forms.CharField(
        label=_("规范写法"),
        max_length=WORD_LIMIT,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": _("如：OA审批")}),
    )
    variants = forms.CharField(
        label=_("不用的写法"),
        max_length=_MANY,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": _("如：OA报批、OA申批")}),
        help_text=_("用顿号分开。写通知时出现这些词会提示换成规范写法，空格和全角半角不影响"),
    )
    unless = forms.CharField(
        label=_("例外"),
        max_length=_MANY,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
        help_text=_("包含不用的写法、但意思不同的词，如登陆作战"),
    )
    meaning = forms.CharField(
        label=_("释义"),
        max_length=MEANING_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"class": "input area", "rows": 5}),
        help_text=_("报告格式在这里逐条列出包含的内容"),
    )
    department = forms.ModelChoiceField(
        label=_("归口部门"),
        queryset=Department.objects.none(),
        widget=forms.Select(attrs={"class": "input"}),
    )
    since = forms.DateField(
        label=_("启用日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Department.objects.filter(active=True).order_by("path")

    def entry(self) -> Entry:
        """The term as it was filled in."""
        said = self.cleaned_data
        return Entry(
            word=said["word"],
            department=said["department"],
            since=said["since"],
            kind=said["kind"],
            variants=several(said["variants"]),
            unless=several(said["unless"]),
            meaning=said["meaning"],
        )


def initial_of(term: Term) -> dict[str, Any]:
    """The form of a term that is there already."""
    return {
        "kind": term.kind,
        "word": term.word,
        "variants": "、".join(term.variants),
        "unless": "、".join(term.unless),
        "meaning": term.meaning,
        "department": term.department_id,
        "since": term.since,
    }
