"""The installed clauses as one policy, and the file that shows what they do.

``python -m tests.stories.regulation`` writes the file anew (``make snapshot``).
"""

from importlib.util import find_spec
from pathlib import Path

from huiyin.config.installed import SCENARIOS
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy
from huiyin.core.snapshot import snapshot

SNAPSHOT = Path(__file__).with_name("regulation.txt")


def installed() -> Policy:
    """The clauses of all installed scenarios."""
    texts = {}
    for name in SCENARIOS:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        texts[name] = (Path(spec.origin).parent / "clauses.toml").read_text(encoding="utf-8")
    return read_policy(1, texts)


if __name__ == "__main__":
    SNAPSHOT.write_text("\n".join(snapshot(installed())) + "\n", encoding="utf-8")
