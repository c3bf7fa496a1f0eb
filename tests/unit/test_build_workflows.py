"""The workflow files, checked by actionlint."""

import subprocess
import sys
from pathlib import Path

import bootstrap

FOLDER = bootstrap.ROOT / ".github" / "workflows"
ACTIONLINT = Path(sys.prefix) / ("Scripts" if sys.platform == "win32" else "bin") / "actionlint"


def lint(*paths: Path) -> str:
    """What actionlint has to say; it checks shell lines too where shellcheck is installed."""
    return subprocess.run([ACTIONLINT, "-no-color", "-oneline", *paths], capture_output=True, text=True).stdout


def test_workflows_are_sound():
    workflows = sorted(FOLDER.glob("*.yml"))
    assert len(workflows) == 2
    assert lint(*workflows) == ""


def test_the_linter_finds_mistakes(tmp_path):
    broken = tmp_path / "broken.yml"
    broken.write_text((FOLDER / "pages.yml").read_text().replace("steps.pages.outputs", "steps.pagse.outputs"))
    assert "pagse" in lint(broken)
