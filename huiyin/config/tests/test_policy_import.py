"""``huiyin policy import``: a text in, a draft in TOML out."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from huiyin.config.cli import main
from huiyin.core.load import read_policy

pytestmark = pytest.mark.req("Z16")

WORDS = "第一条 接收人应在通知发布后24小时内回复收到。\n第二条 督查室每季度检查一次。\n第三条 员工应爱护公物。\n"


def test_the_draft_is_printed_and_the_rest_listed(tmp_path: Path) -> None:
    file = tmp_path / "办法.txt"
    file.write_text(WORDS, encoding="gb18030")
    done = CliRunner().invoke(main, ["policy", "import", str(file)])
    assert done.exit_code == 0, done.output
    policy = read_policy(0, {"x": done.stdout})
    assert policy.clause("第一条").rules[0].on == "notices.published"
    assert "not read: 第三条" in done.stderr
    assert "3 clauses, 2 rules, 1 sentences not read" in done.stderr
    sure = CliRunner().invoke(main, ["policy", "import", "--sure", str(file)])
    assert "1 rules" in sure.stderr


def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "办法.pdf"
    file.write_bytes(b"nothing")
    done = CliRunner().invoke(main, ["policy", "import", str(file)])
    assert done.exit_code == 1
    assert "damaged" in done.stderr
