"""The house rules hold, and each of them bites on a bad sample."""

from collections.abc import Callable, Iterator

import pytest

from tests.architecture import rules
from tests.architecture.sources import Source, everything, product, sample, templates

Rule = Callable[[Source], Iterator[str]]

FOR_THE_PRODUCT: list[Rule] = [
    rules.one_event_per_action,
    rules.views_only_talk,
    rules.only_the_clock_tells_time,
    rules.annotated,
]

ACTIONS = "huiyin/scenarios/some/actions.py"
VIEWS = "huiyin/scenarios/some/views.py"

BAD: list[tuple[Rule, Source]] = [
    (rules.one_event_per_action, sample("def close(*, by: int) -> None:\n    pass", ACTIONS)),
    (
        rules.one_event_per_action,
        sample("def close(*, by: int) -> None:\n    record(1)\n    record(2)", ACTIONS),
    ),
    (
        rules.one_event_per_action,
        sample('def keep(*, by: int) -> None:\n    """No event."""\n    record(1)', ACTIONS),
    ),
    (rules.views_only_talk, sample("def show() -> None:\n    Notice.objects.create(a=1)", VIEWS)),
    (
        rules.views_only_talk,
        sample("def show() -> None:\n    row.save()", "huiyin/some/views/page.py"),
    ),
    (rules.only_the_clock_tells_time, sample("at = datetime.now(UTC)")),
    (rules.only_the_clock_tells_time, sample("at = django.utils.timezone.now()")),
    (rules.only_the_clock_tells_time, sample("f = date.today")),
    (rules.good_names, sample("", "huiyin/room/helpers.py")),
    (rules.good_names, sample("", "huiyin/common/file.py")),
    (rules.annotated, sample("def f(a) -> None: ...")),
    (rules.annotated, sample("def f(a: int): ...")),
    (rules.annotated, sample("class A:\n    def f(self, **more) -> None: ...")),
    (rules.chinese_is_translated, sample("<p>你好</p>", "huiyin/a/templates/a.html")),
    (
        rules.chinese_is_translated,
        sample('{% translate "好" %}\n<b title="未读">', "huiyin/a/templates/a.html"),
    ),
]

GOOD: list[tuple[Rule, Source]] = [
    (rules.one_event_per_action, sample("def close(*, by: int) -> None:\n    record(1)", ACTIONS)),
    (
        rules.one_event_per_action,
        sample('def keep(*, by: int) -> None:\n    """No event: a draft."""', ACTIONS),
    ),
    (rules.views_only_talk, sample("def show() -> None:\n    publish(1)", VIEWS)),
    (rules.only_the_clock_tells_time, sample("at = clock.now()")),
    (rules.annotated, sample("class A:\n    def f(self, a: int) -> None: ...")),
    (
        rules.chinese_is_translated,
        sample(
            '{# 注 #}{% translate "好" %}{% blocktranslate %}好\n的{% endblocktranslate %}',
            "huiyin/a/templates/a.html",
        ),
    ),
]


@pytest.mark.parametrize("rule", FOR_THE_PRODUCT, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: Rule) -> None:
    assert [found for source in product() for found in rule(source)] == []


def test_every_name_says_something() -> None:
    assert [found for source in everything() for found in rules.good_names(source)] == []


def test_templates_speak_through_translations() -> None:
    assert [found for one in templates() for found in rules.chinese_is_translated(one)] == []


@pytest.mark.parametrize(("rule", "bad"), BAD)
def test_the_rule_bites(rule: Rule, bad: Source) -> None:
    assert list(rule(bad))


@pytest.mark.parametrize(("rule", "good"), GOOD)
def test_the_rule_lets_good_code_through(rule: Rule, good: Source) -> None:
    assert list(rule(good)) == []
