#!/usr/bin/env python3
"""Builds the site from web_src and the exported detector into dist; --serve shows it.

Needs nothing but Python 3.11: bootstrap.py sets up the rest.
"""

import bootstrap

if __name__ == "__main__":
    bootstrap.enter("site")

import sys
from pathlib import Path

import click

from web_src.generator.errors import BuildError
from web_src.generator.server import SiteServer, normal_base_path
from web_src.generator.site import DETECTOR, make_site
from web_src.generator.sizes import size_report

SERVED_UNDER = "/links-detector/"  # as GitHub Pages would


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--out", type=click.Path(path_type=Path), default=bootstrap.ROOT / "dist", help="Where to build; default: dist.")
@click.option("--serve", is_flag=True, help="Serve the site after building it.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--base-path", help=f"Path the site will be served under; with --serve {SERVED_UNDER} by default. "
              "The site works under any; only the link home on the page for wrong addresses needs it.")
@click.option("--site-url", help="The whole address the site will have, as https://example.org/links/: pages then tell "
              "search engines of their translations.")
@click.option("--detector", type=click.Path(path_type=Path), default=DETECTOR,
              help="Folder of the exported detector, to try another; default: model_export/detector.")
@click.option("--sizes", is_flag=True, help="Say how many bytes a visitor fetches, by group.")
def build(out: Path, serve: bool, port: int, base_path: str | None, site_url: str | None,
          detector: Path, sizes: bool) -> None:
    """Build the site into --out, replacing it only once the new one is complete."""
    if base_path is None and serve:
        base_path = SERVED_UNDER
    try:
        home = normal_base_path(base_path) if base_path is not None else None
        site = make_site(detector=detector, base_path=home, site_url=site_url and site_url.rstrip("/") + "/")
        site.write(out)
        click.echo(f"built {len(site.assets)} files in {click.format_filename(out)}")
        if sizes:
            click.echo(size_report(site))
        if serve:
            with SiteServer(out, base_path, port) as server:
                click.echo(f"serving {server.url}  (Ctrl-C ends)")
                server.wait()
    except (BuildError, bootstrap.SetupError) as error:
        sys.exit(f"build.py: {error}")
    except PermissionError as error:
        sys.exit(f"build.py: cannot write {error.filename}: {error.strerror}")


if __name__ == "__main__":
    build()
