"""What the core says is said in the reader's language, its parts too."""

import pytest
from django.template import Context, Template
from django.utils import translation

from huiyin.core.phrase import phrase
from huiyin.core.terms import TermError, parse_term
from huiyin.ui.phrasing import in_words

pytestmark = pytest.mark.req("Z15")


def test_in_chinese_it_is_as_it_is() -> None:
    with translation.override("zh-hans"):
        assert in_words(phrase("没有场景记录 %(event)s", event="a.b")) == "没有场景记录 a.b"
        assert in_words("别的话") == "别的话"


def test_in_english_its_parts_are_english_too() -> None:
    with translation.override("en"):
        with pytest.raises(TermError) as slip:
            parse_term("by fri noon")
        whole = phrase("%(place)s：%(problem)s", place="rule[0]", problem=slip.value)
        assert in_words(whole) == "rule[0]: “noon” is not a time of day: for example 17:00"
        assert (
            in_words(phrase("没有编号为 %(missing)s 的条款", missing=3)) == "there is no clause 3"
        )
        assert in_words(phrase("被 %(names)s 拦下", names=("1", "2"))) == "stopped by 1, 2"
        shown = Template("{{ x|in_words }}").render(Context({"x": phrase("必须是数")}))
        assert shown == "must be a number"
