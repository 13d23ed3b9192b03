"""Old and new code at once, nodes replaced one by one under load: nobody sees an error.

The new code is a copy of this one, a step later: one additive migration, a job that the old code does
not know.
"""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.faults import fleet as fleets
from tests.faults import sink, staff
from tests.faults.chaos import say
from tests.faults.crowd import Crowd
from tests.faults.fleet import Fleet, Node
from tests.faults.instance import ROOT, Done
from tests.faults.publishing import draft, publish
from tests.faults.test_database_gone import Visitor
from tests.faults.test_many_nodes import judge

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

PEOPLE, CONFIRMING = 200, 150
NOT_COPIED = shutil.ignore_patterns("tests", "node_modules", "sources", "__pycache__", "pictures")

MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("config", "0001_initial")]
    operations = [
        migrations.AddField("mark", "told_by", models.TextField(db_default="", default="")),
    ]
"""
TASK = """
from procrastinate.contrib.django import app

from huiyin.config import marks


@app.task(name="config.of_the_new_code")
def of_the_new_code(what: str) -> None:
    marks.put("new.code", what=what)
"""
DEFER = "from huiyin.config.commands.ground import product\nwith product():\n"
DEFER += "    from huiyin.kit import jobs\n    jobs.defer('config.of_the_new_code', what='done')\n"


@pytest.mark.req("R05")
@pytest.mark.timeout(900)
def test_nodes_are_replaced_while_people_work(tmp_path: Path) -> None:
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with (
        sink.running(tmp_path / "taken", pause=0.02) as post,
        fleets.running(HUIYIN_MAIL_URL=post.url) as fleet,
    ):
        product = fleet.product
        later = _later_code(product.folder / "later", 2)
        assert product.huiyin("people", "import", str(file)).code == 0
        signed = product.inside("sign_in", publisher=staff.number(0), people=CONFIRMING)
        old = [fleet.start(kind) for kind in ("web", "web", "worker")]
        product.until(lambda: all(fleet.takes(node) for node in old[:2]), "in the proxy")
        fleet.await_workers(1)
        notice = draft(product.browser(signed["publisher"]))
        publish(product, signed["publisher"], notice)
        people = [(person, key) for person, key in signed["crowd"]]
        crowd = Crowd(fleet.front.port, people, threads=2, seconds=20, seed=3)
        reader = Visitor(product, signed["publisher"], ["/", f"/notices/{notice}/echo"])
        crowd.confirm(notice)
        reader.start()
        try:
            _upgrade(fleet, later, old)
            product.until(lambda: not crowd.busy(), "all confirmed", 300)
        finally:
            reader.done.set()
            reader.join(60)
            crowd.stop()
        assert fleet.front.bad == [], fleet.said()
        assert set(reader.answers) == {200}, reader.answers
        assert (crowd.troubles, crowd.refused) == (0, [])
        say(f"{sum(fleet.front.answered.values())} answers, none of them an error")
        judge(product, post, notice, crowd.acknowledged)
        _refuses_what_is_two_steps_ahead(fleet)


def _upgrade(fleet: Fleet, later: Path, old: list[Node]) -> None:
    """The guide's steps: tables first, then each node; the policy last, by itself."""
    product = fleet.product
    done = _with(fleet, later, "-m", "huiyin.config.cli", "migrate")
    assert done.code == 0, done.out
    assert "the policy follows" in done.out
    assert product.one("SELECT facts ->> 'step' FROM config_mark WHERE name = 'policy'") == "1"
    done = _with(fleet, later, "-c", DEFER)
    assert done.code == 0, done.out
    for leaving in old[:2]:
        coming = fleet.start("web", code=later)
        product.until(partial(fleet.takes, coming), "in the proxy")
        leaving.stop()
        product.until(leaving.is_gone, "stopped")
    assert product.rows(_JOB) == [("todo", "default.2")], "old code touched a job of the new"
    fleet.start("worker", code=later)
    fleet.await_workers(2)
    old[2].stop()
    product.until(old[2].is_gone, "stopped")
    product.until(lambda: product.rows(_JOB) == [("succeeded", "default.2")], "the new job done")
    product.until(lambda: product.one(_POLICY_STEP) == "2", "the policy of the new code")
    assert {row[0] for row in product.rows(_VERSIONS)} == {"0.2.0"}


def _refuses_what_is_two_steps_ahead(fleet: Fleet) -> None:
    """Code that is two steps behind ends at once, with a sentence."""
    fleet.product.rows(
        "UPDATE config_mark SET facts = jsonb_set(facts, '{step}', '3') WHERE name = 'schema'"
        " RETURNING name"
    )
    for kind in ("web", "live", "worker", "migrate"):
        done = fleet.product.huiyin(kind)
        assert (done.code, "2 steps ahead" in done.out) == (1, True), done.out


def _later_code(folder: Path, step: int) -> Path:
    """A copy of the product's code, a step later."""
    shutil.copytree(ROOT / "huiyin", folder / "huiyin", ignore=NOT_COPIED)
    about = folder / "huiyin" / "__init__.py"
    text = about.read_text(encoding="utf-8")
    changed = text.replace("STEP = 1", f"STEP = {step}").replace('"0.1.0"', '"0.2.0"')
    assert changed.count(f"STEP = {step}") == changed.count('"0.2.0"') == 1
    about.write_text(changed, encoding="utf-8")
    config = folder / "huiyin" / "config"
    (config / "migrations" / "0002_told_by.py").write_text(MIGRATION, encoding="utf-8")
    (config / "tasks.py").write_text(TASK, encoding="utf-8")
    return folder


def _with(fleet: Fleet, code: Path, *arguments: str) -> Done:
    """Run a Python of the code in ``code`` to its end."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=fleet.product.environment | {"PYTHONPATH": f"{code}{os.pathsep}{ROOT}"},
        cwd=code,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Done(done.returncode, done.stdout + done.stderr)


_JOB = """
SELECT status::text, queue_name FROM procrastinate_jobs WHERE task_name = 'config.of_the_new_code'
"""
_POLICY_STEP = "SELECT facts ->> 'step' FROM config_mark WHERE name = 'policy'"
_VERSIONS = "SELECT version FROM config_node WHERE now() - seen_at < interval '10 s'"
