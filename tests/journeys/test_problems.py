"""A problem in a real browser, from the report on a phone to the answer confirmed by its reporter."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults import instance
from tests.faults.instance import Instance
from tests.journeys import inside
from tests.journeys.browsing import Size, Visitor, chromium, grave_faults, overflows, visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "nobody-waits-without-an-answer"
TITLE = "退货单打印慢，一张要等 40 秒"
DUE = "2099-01-05T10:00"


class Journey:
    """A house at work; everybody in it has a browser of their own, all open at once."""

    def __init__(self, product: Instance, browser: Browser, stack: ExitStack) -> None:
        self.product, self.browser, self.stack = product, browser, stack
        self.base = f"http://127.0.0.1:{product.port}"
        self.people: dict[str, Visitor] = {}
        self.pages: dict[str, Page] = {}

    def page(self, name: str, *, phone: bool = False) -> Page:
        """The one page of ``name``, who signs in at the first time."""
        if name not in self.pages:
            size: Size = "phone" if phone else "desktop"
            person = self.stack.enter_context(visitor(self.browser, self.base, size=size))
            self.people[name] = person.sign_in(name, PASSWORD)
            self.pages[name] = person.page()
        return self.pages[name]

    def goes(self, name: str, path: str) -> Page:
        """``name`` opens ``path``."""
        page = self.page(name)
        self.people[name].open(page, path)
        return page

    def state(self) -> str:
        """How far the problem is."""
        sql = "SELECT state FROM problems_problem p JOIN cases_case c ON c.id = p.case_ptr_id"
        return str(self.product.one(f"{sql} WHERE c.title = %s", TITLE))

    def address(self) -> str:
        """The page of the problem."""
        found = self.product.one("SELECT id FROM cases_case WHERE title = %s", TITLE)
        return f"/problems/{found}"

    def faults(self) -> list[str]:
        """What any page of anybody complained about."""
        return [
            f"{name}: {fault}" for name, person in self.people.items() for fault in person.faults
        ]


@pytest.fixture(scope="module")
def journey() -> Iterator[Journey]:
    """The company of the stories; its compliance officer registers problems."""
    with instance.running() as product, chromium() as browser, ExitStack() as stack:
        inside.call(product, "cast", password=PASSWORD)
        inside.call(product, "office", name="邱然", role="compliance")
        yield Journey(product, browser, stack)


@pytest.mark.timeout(600)
@pytest.mark.req("B01", "B02", "B03", "B04", "B05", "B06")
def test_a_problem_from_the_report_to_the_confirmed_answer(journey: Journey) -> None:
    report_on_the_phone(journey)
    register(journey)
    assign(journey)
    write_the_solution(journey)
    decide(journey)
    carry_out(journey)
    answer_and_confirm(journey)
    assert journey.faults() == []


def report_on_the_phone(journey: Journey) -> None:
    """白露 needs one sentence and one press."""
    page = journey.page("白露", phone=True)
    journey.goes("白露", "/problems/new")
    assert not overflows(page)
    assert grave_faults(page) == []
    page.fill("#id_title", TITLE)
    page.click("button[data-submit]")
    page.wait_for_url("**/problems/0*")
    expect(page.locator("body")).to_contain_text("待登记")
    assert journey.state() == "reported"


def register(journey: Journey) -> None:
    """邱然 finds it in the inbox; the reporter's phone shows it without being touched."""
    page = journey.goes("邱然", "/")
    page.locator(f"a.btn[href='{journey.address()}/register']").first.click()
    page.wait_for_url("**/register")
    assert grave_faults(page) == []
    page.select_option("#id_in_charge", label="技术部")
    page.fill("#id_due_at", DUE)
    page.click("button[data-submit]")
    page.wait_for_url(f"**{journey.address()}")
    expect(page.locator("body")).to_contain_text("待分派")
    expect(journey.page("白露").locator("#progress .is-now b").last).to_have_text("分派")


def assign(journey: Journey) -> None:
    """秦朗 names 陈屿."""
    page = journey.goes("秦朗", journey.address())
    page.fill("#assign input[name=person]", "陈屿")
    page.click("#assign button")
    expect(page.locator("body")).to_contain_text("写方案")
    assert journey.state() == "assigned"


def write_the_solution(journey: Journey) -> None:
    """What is missing is said; then it is put forward."""
    page = journey.goes("陈屿", f"{journey.address()}/solution")
    assert grave_faults(page) == []
    page.fill("[name=cause]", "打印服务与报表共用一台机器")
    page.fill("[name=impact]", "高峰时积压约 60 张")
    for key, name in (("A", "错开时间"), ("B", "分开机器")):
        page.fill(f"[name=name_{key}]", name)
        page.fill(f"[name=text_{key}]", f"{name}，两天做完")
    page.check("[name=recommended][value=B]")
    page.fill("[name=resources]", "一台 4 核机器")
    page.locator("[name=step_text]").first.fill("装好新机器")
    page.locator("[name=step_owner]").first.fill("罗一鸣")
    page.locator("[name=step_due]").first.fill(DUE)
    page.click("button[value=submit]")
    page.wait_for_url(f"**{journey.address()}")
    expect(page.locator("body")).to_contain_text("方案待批")
    assert not overflows(page)


def decide(journey: Journey) -> None:
    """The head finds it in the inbox and agrees; the owner's page follows by itself."""
    page = journey.goes("秦朗", "/")
    case = journey.address().rsplit("/", 1)[1]
    page.locator(f"a.btn[href='/sign/{case}']").first.click()
    page.wait_for_url("**/sign/**")
    expect(page.locator("body")).to_contain_text("装好新机器")
    page.locator("#panel button[value=approve]").first.click()
    expect(page.locator("body")).to_contain_text("已记录")
    assert journey.state() == "doing"
    expect(journey.page("陈屿").locator("#progress .is-now b").last).to_have_text("执行")


def carry_out(journey: Journey) -> None:
    """罗一鸣 does the step of the plan that is theirs, then 陈屿 may say that it is solved."""
    mate = journey.goes("罗一鸣", journey.address())
    mate.locator(".step-form button").first.click()
    expect(mate.locator(".plan-step")).to_contain_text("已完成")
    page = journey.goes("陈屿", journey.address())
    page.fill("#solve [name=result]", "换了机器，一张 3 秒")
    page.click("#solve button")
    expect(page.locator("#tell")).to_be_visible()


def answer_and_confirm(journey: Journey) -> None:
    """The answer reaches the phone, which says that it is one."""
    page = journey.page("陈屿")
    page.fill("#tell [name=text]", "现在一张 3 秒")
    page.click("#tell button")
    expect(page.locator("body")).to_contain_text("待提出人确认")
    raiser = journey.goes("白露", journey.address())
    expect(raiser.locator("#confirm")).to_contain_text("现在一张 3 秒")
    assert not overflows(raiser)
    raiser.locator("#confirm button").first.click()
    expect(raiser.locator("body")).to_contain_text("已答复")
    assert journey.state() == "closed"
    expect(page.locator("#progress li.is-now")).to_have_count(0)
