"""The installed clauses as one policy, and the file that shows what they do.

``python -m tests.stories.regulation`` writes the file anew (``make snapshot``).
"""

from importlib.util import find_spec
from pathlib import Path

from huiyin.config.installed import SCENARIOS
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy
from huiyin.core.snapshot import snapshot
from huiyin.policies.shipped import clause_files

SNAPSHOT = Path(__file__).with_name("regulation.txt")


def installed() -> Policy:
    """All shipped clauses: of the installed scenarios, general ones, and those that wait."""
    texts: dict[str, str] = {}
    for name in ("huiyin.policies", *SCENARIOS):
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        texts |= clause_files(name.rpartition(".")[2], Path(spec.origin).parent)
    return read_policy(1, texts)


if __name__ == "__main__":
    SNAPSHOT.write_text("\n".join(snapshot(installed())) + "\n", encoding="utf-8")
