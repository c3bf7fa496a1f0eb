"""licences.txt: whose work the site carries, and under which terms."""

from __future__ import annotations

import json
from pathlib import Path

import bootstrap

from .errors import BuildError

OVERVIEW = bootstrap.ROOT / "THIRD_PARTY.md"
RULE = "\n" + "-" * 78 + "\n\n"


def licences(node_modules: Path, packages: set[str]) -> bytes:
    """The overview, then the licence of every npm package the site holds parts of, whole.

    A package that the overview does not name fails the build: someone must have
    looked at its terms first.
    """
    overview = OVERVIEW.read_text(encoding="utf8")
    parts = [overview]
    for package in sorted(packages):
        if f"`{package}`" not in overview:
            raise BuildError(f"the site holds parts of the npm package {package}, which {OVERVIEW.name} does not name")
        about = json.loads((node_modules / package / "package.json").read_text(encoding="utf8"))
        texts = [path.read_text(encoding="utf8").strip() for path in _licence_files(node_modules / package)]
        heading = f"{package} {about['version']} ({about['license']})"
        parts.append("\n\n".join([heading, *(texts or ["Its package brings no text of the licence; see above."])]) + "\n")
    return RULE.join(parts).encode()


def _licence_files(package: Path) -> list[Path]:
    return sorted(path for path in package.iterdir() if path.name.upper().startswith(("LICENSE", "LICENCE", "NOTICE")))
