"""Renders the Jinja templates, and states the policy every page lives under."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import jinja2
from markupsafe import Markup

from .errors import BuildError

# In a meta tag, since GitHub Pages sets no headers. Nothing but the site itself
# is ever reached; `wasm-unsafe-eval` lets WebAssembly compile and nothing else;
# blob: pictures are the photos people choose.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    # Only web_src/page/trusted_types.js decides what may become a script's URL.
    "require-trusted-types-for": "'script'",
    "trusted-types": "default",
}


class Pages:
    """The templates of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=jinja2.select_autoescape(["html", "html.j2", "svg", "xml.j2"]),
            undefined=jinja2.StrictUndefined,  # a misspelt name is an error, not an empty place
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, name: str, **values: object) -> bytes:
        """The page as bytes; `policy` is there for the template to state, unless `values` bring another."""
        try:
            template = self.environment.get_template(name)
            return template.render({"policy": policy(), **values}).encode()
        except jinja2.TemplateNotFound as error:
            raise BuildError(f"{self.folder / error.name} is missing, needed for {name}") from None
        except jinja2.TemplateSyntaxError as error:
            raise BuildError(f"{error.filename}, line {error.lineno}: {error.message}") from None
        except jinja2.TemplateError as error:
            raise BuildError(f"{self._place(error, name)}: {error.message}") from None

    def _place(self, error: Exception, name: str) -> str:
        """File and line of a template where rendering failed."""
        place, trace = str(self.folder / name), error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename.startswith(str(self.folder)):
                place = f"{code.co_filename}, line {trace.tb_lineno}"
            trace = trace.tb_next
        return place


def policy(changes: dict[str, str] | None = None) -> str:
    """The content security policy, as it stands in the meta tag."""
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **(changes or {})}.items())


def compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_for_html(value: object) -> Markup:
    """JSON that cannot end the `<script>` element it stands in."""
    return Markup(compact_json(value).replace("<", "\\u003c"))


def digest(inline: str) -> str:
    """How a policy names one inline `<style>` or `<script>` by its contents."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"
