"""Tags escape what people wrote and always say in words what they show."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template

from conftest import StandingClock
from huiyin.kit import clock as kit_clock
from huiyin.ui.clocks import face

EVIL = '"><script>alert(1)</script>'


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% icon x %}",
        "{% icon 'x' x %}",
        "{% mark x %}",
        "{% hui 'late' 10 x %}",
        "{% hui x %}",
        "{% av x %}",
        "{% av 'x' x %}",
        "{{ x|clause:x }}",
        "{{ x|tel }}",
        "{{ x|markdown }}",
    ],
)
def test_nothing_that_people_wrote_becomes_markup(source: str) -> None:
    html = draw(source, x=EVIL)
    assert "<script" not in html
    assert '"><' not in html.replace('"><path', "").replace('"><use', "").replace('"></use', "")


def test_icons_point_into_the_sprite() -> None:
    assert draw("{% icon 'inbox' 'i--s' %}") == (
        '<svg class="i i--s" aria-hidden="true"><use href="/static/huiyin/icons.svg#inbox"/></svg>'
    )


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("sent", "已送达"),
        ("read", "已读"),
        ("esc", "已升级"),
        ("done", "已闭环"),
        ("other", "other"),
    ],
)
def test_the_glyph_says_its_state(state: str, label: str) -> None:
    html = draw("{% hui state %}", state=state)
    assert f'aria-label="{label}"' in html
    assert f"hui--{state}" in html
    assert "stroke-dasharray" not in html


def test_the_glyph_draws_progress_and_takes_a_label() -> None:
    html = draw("{% hui 'half' 62 '62% 已确认' %}")
    assert 'stroke-dasharray="62 100"' in html
    assert 'aria-label="62% 已确认"' in html


def test_avatars_shorten_names_and_keep_their_colour() -> None:
    assert ">若溪<" in draw("{% av '林若溪' %}")
    assert ">溪<" in draw("{% av '林若溪' 'av--s' %}")
    assert draw("{% av '林若溪' %}") == draw("{% av '林若溪' %}")


def test_a_clock_carries_what_the_browser_needs(clock: StandingClock) -> None:
    now = clock.now()
    shown = face(now + timedelta(minutes=38), now - timedelta(minutes=22), now)
    html = draw("{% clock face %}", face=shown)
    assert 'class="clock is-soon"' in html
    assert f'data-due="{int((now.timestamp() + 38 * 60) * 1000)}"' in html
    assert "剩 38 分" in html
    assert 'width="36%"' in html
    assert "data-due" not in draw("{% clock face %}", face=face(None, now, now))


@pytest.mark.parametrize(
    ("tag", "value", "words"),
    [
        ("urg", "routine", "常规"),
        ("urg", "important", "重要"),
        ("urg", "urgent", "紧急"),
        ("cls_tag", "public", "公开"),
        ("cls_tag", "internal", "内部"),
        ("cls_tag", "confidential", "机密"),
    ],
)
def test_urgency_and_classification_are_words(tag: str, value: str, words: str) -> None:
    html = draw("{% " + tag + " value %}", value=value)
    assert f"{words}</span>" in html


def test_an_unknown_urgency_is_an_error_and_not_an_empty_tag() -> None:
    with pytest.raises(KeyError):
        draw("{% urg 'extreme' %}")


def test_moments_in_words() -> None:
    at = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
    with kit_clock.frozen(datetime(2026, 11, 25, 6, 22, tzinfo=UTC)):
        assert draw("{{ at|moment }}", at=at) == "11 月 30 日 18:00"
        assert draw("{{ at|near }}", at=at) == "11 月 30 日 18:00"
        assert draw("{{ at|left }}", at=at) == "剩 5 天 3 小时"
        assert draw("{{ at|moment }}{{ at|near }}|{{ at|left }}", at=None) == "|不限时"


def test_phone_numbers_become_addresses() -> None:
    assert draw("{{ n|tel }}", n="138 0013-8000") == "tel:13800138000"
    assert draw("{{ n|tel }}", n="+86 10 8888,8312") == "tel:%2B86108888%2C8312"
