"""Let this environment find the source tree and the command ``huiyin``.

What an editable install would do, without a build backend: one ``.pth`` file and one launcher.
"""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write both files into the environment of the Python that runs this."""
    if sys.prefix == sys.base_prefix:
        sys.exit("link.py is for a virtual environment, and this is none")
    Path(sysconfig.get_path("purelib"), "huiyin-source.pth").write_text(f"{ROOT}\n")
    launcher = Path(sysconfig.get_path("scripts"), "huiyin")
    launcher.write_text(
        f"#!{sys.executable}\nimport sys\n\nfrom huiyin.config.cli import main\n\nsys.exit(main())\n"
    )
    launcher.chmod(0o755)


if __name__ == "__main__":
    main()
