"""What finds scripts must find them: the corpus, and what is looked for in pages and spreadsheets."""

import io

import pytest
from django.http import HttpResponse
from openpyxl import Workbook

from tests.security import answers, markup, payloads


def test_the_corpus_is_large_and_finds_what_is_not_escaped() -> None:
    assert len(set(payloads.ALL)) >= 300
    unfound = [
        text
        for text in payloads.RUNNING
        if "<" in text and not markup.faults(f"<!doctype html><p>{text}</p>")
    ]
    assert unfound == []


@pytest.mark.parametrize(
    "html",
    [
        "<a href='javascript:x'>x</a>",
        "<a href='java\tscript:x'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<p onclick=x>x</p>",
        "<p style='background:url(x)'>x</p>",
        "<script>let x</script>",
        "<form action=//elsewhere>x</form>",
        "<p hx-vals='js:{x:1}'>x</p>",
        "<p hx-get=https://elsewhere/>x</p>",
        "<img src=https://elsewhere/x.png>",
        "<meta http-equiv=refresh content=0>",
    ],
)
def test_what_would_run_is_found(html: str) -> None:
    assert markup.faults(html)


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://elsewhere/'>x</a>",
        "<a href='/x?next=javascript:x'>x</a>",
        "<p title='<script>hyxss(1)</script>'>&lt;script&gt;hyxss(1)</p>",
        '<script type=\'application/json\'>{"x": "hyxss(1)"}</script>',
        "<script src='/static/x.js'></script>",
        "<textarea><script>hyxss(1)</script></textarea>",
    ],
)
def test_what_is_text_is_none(html: str) -> None:
    assert markup.faults(html) == []


def test_a_formula_is_found_and_a_number_is_none() -> None:
    book = Workbook()
    book.active.append(["=1+1", "@SUM(A1)", "text", "'=1", -5, "-5", "+86 10"])
    kept = io.BytesIO()
    book.save(kept)
    found = list(answers.formulas(kept.getvalue()))
    assert [one.split()[3] for one in found] == ["A1:", "B1:", "G1:"]
    lines = HttpResponse("a,=cmd|x\r\n", content_type="text/csv; charset=utf-8")
    assert answers.faults(lines) == ["formula '=cmd|x'"]


def test_headers_that_are_missing_are_found() -> None:
    answer = HttpResponse("x")
    assert len(answers.bare(answer, secure=True)) >= 9
    answer.set_cookie("sessionid", "x")
    assert len(answers.cookies(answer, secure=True)) == 3
