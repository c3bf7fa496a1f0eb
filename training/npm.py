"""Packages from npm, for what training takes from them: fonts, weights."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

import bootstrap


def install(packages: list[str], folder: Path) -> None:
    """Installs packages, each ``name@version``, below ``folder``, without running any script of theirs.

    Raises:
        click.ClickException: if npm, or a package, cannot be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "package.json").is_file():  # it holds what was installed before, which npm would take away without it
        (folder / "package.json").write_text('{"private": true}')
    try:
        npm = bootstrap.node().npm
    except bootstrap.SetupError as error:
        raise click.ClickException(str(error)) from error
    done = subprocess.run([*npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages],
                          cwd=folder, capture_output=True, text=True, encoding="utf8")
    if done.returncode:
        raise click.ClickException(f"npm could not fetch {packages[0]}{' and others' if packages[1:] else ''}:\n{done.stderr[-800:]}")
