"""Make the virtual environment, or say exactly what this machine lacks. Runs on any Python 3."""

import os
import subprocess
import sys

OLDEST = (3, 11)


def main(folder):  # type: ignore[no-untyped-def] - must run on Pythons older than annotations
    """Create ``folder``; the exit code."""
    if sys.version_info < OLDEST:
        print(
            "Huiyin needs Python 3.11 or newer; %s is %s."
            % (sys.executable, sys.version.split()[0])
        )
        print("Name a newer one: make PYTHON=python3.12 run")
        return 1
    try:
        import ensurepip  # noqa: F401 - Debian ships it apart
        import venv
    except ImportError:
        print("This Python has no venv; on Debian and Ubuntu: apt-get install python3-venv")
        return 1
    if not os.path.exists(os.path.join(folder, "bin", "python")):
        venv.create(folder, with_pip=True)
    return subprocess.call(
        [os.path.join(folder, "bin", "python"), "-m", "pip", "--version"], stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
