"""Lengths and suppressions stay within the budget; the tail is what fails."""

import re
import statistics

import pytest

from tests.architecture.sources import Source, everything, length, product, sample, templates

FILE_P90, FILE_MAX = 200, 400
FUNCTION_P90, FUNCTION_MAX = 25, 50
TEMPLATE_MAX = 200
TESTS_LEAST, TESTS_MOST = 0.58, 1.6
SUPPRESSIONS_PER_1000 = 3.0
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore)")
REASONED = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[\w, -]+\])?)\s+[-#]\s?\S"
)


def p90(values: list[int]) -> float:
    """The ninth decile."""
    return statistics.quantiles(values, n=10)[-1]


def too_long(sources: list[Source], most: int) -> list[str]:
    """Files above the limit."""
    lengths = [(source.name, len(source.text.splitlines())) for source in sources]
    return [f"{name}: {lines} lines" for name, lines in lengths if lines > most]


def long_functions(sources: list[Source], most: int) -> list[str]:
    """Functions above the limit."""
    return [
        f"{source.name}:{node.lineno} {node.name}: {length(node)} lines"
        for source in sources
        for node in source.functions()
        if length(node) > most
    ]


def suppressions(source: Source) -> list[str]:
    """Lines that silence a checker."""
    return [line.strip() for line in source.text.splitlines() if SUPPRESSION.search(line)]


def suppression_rate(sources: list[Source]) -> float:
    """Silenced checkers per 1,000 lines."""
    lines = sum(len(source.text.splitlines()) for source in sources)
    return 1000 * sum(len(suppressions(source)) for source in sources) / lines


def ratio(sources: list[Source]) -> float:
    """Lines of tests by lines of code."""
    tests = sum(len(one.text.splitlines()) for one in sources if one.is_test)
    code = sum(len(one.text.splitlines()) for one in sources if not one.is_test)
    return tests / code


def test_no_file_is_too_long() -> None:
    assert too_long(list(everything()), FILE_MAX) == []


def test_nine_files_of_ten_are_short() -> None:
    lengths = [len(source.text.splitlines()) for source in product() if source.text.strip()]
    print(
        f"files: median {statistics.median(lengths):.0f}, p90 {p90(lengths):.0f}, max {max(lengths)}"
    )
    assert p90(lengths) <= FILE_P90


def test_no_function_is_too_long() -> None:
    assert long_functions(list(everything()), FUNCTION_MAX) == []


def test_nine_functions_of_ten_are_short() -> None:
    lengths = [length(node) for source in product() for node in source.functions()]
    print(
        f"functions: median {statistics.median(lengths):.0f}, p90 {p90(lengths):.0f}, max {max(lengths)}"
    )
    assert p90(lengths) <= FUNCTION_P90


def test_no_template_is_too_long() -> None:
    assert too_long(templates(), TEMPLATE_MAX) == []


def test_checkers_are_seldom_silenced() -> None:
    rate = suppression_rate(product())
    print(f"suppressions: {rate:.1f} per 1,000 lines")
    assert rate <= SUPPRESSIONS_PER_1000


def test_whoever_silences_a_checker_says_why() -> None:
    found = [
        f"{source.name}: {line}"
        for source in product()
        for line in suppressions(source)
        if not REASONED.search(line)
    ]
    assert found == []


def test_tests_are_neither_few_nor_a_second_product() -> None:
    share = ratio(list(everything()))
    print(f"tests : code = {share:.2f}")
    assert TESTS_LEAST <= share <= TESTS_MOST


def test_the_budgets_bite() -> None:
    assert too_long([sample("a = 1\n" * 401)], FILE_MAX)
    assert long_functions([sample("def f() -> None:\n" + "    a = 1\n" * 50)], FUNCTION_MAX)
    assert not long_functions([sample("def f() -> None:\n" + "    a = 1\n" * 49)], FUNCTION_MAX)
    assert too_long([sample("<p>\n" * 201, "huiyin/a/templates/a.html")], TEMPLATE_MAX)
    assert not too_long([sample("<p>\n" * 200, "huiyin/a/templates/a.html")], TEMPLATE_MAX)
    assert p90([10] * 80 + [FILE_P90 + 1] * 20) > FILE_P90
    assert p90([10] * 95 + [FILE_MAX] * 5) <= FILE_P90
    assert p90([5] * 80 + [FUNCTION_P90 + 1] * 20) > FUNCTION_P90
    assert suppression_rate([sample("a = 1\n" * 199 + "b = 2  # noqa: S101\n")]) == 5.0
    assert ratio([sample("a = 1\n" * 4), sample("a = 1\n", "huiyin/a/tests/test_a.py")]) == 0.25


@pytest.mark.parametrize(
    ("line", "reasoned"),
    [
        ("x  # noqa: S101", False),
        ("x  # noqa: S101 - the tests' own", True),
        ("x  # type: ignore[misc]", False),
        ("x  # type: ignore[misc]  # no types", True),
    ],
)
def test_a_reason_is_recognised(line: str, reasoned: bool) -> None:
    assert suppressions(sample(line))
    assert bool(REASONED.search(line)) is reasoned
