"""Serves a built site under a sub-path, as GitHub Pages does: for looking at it and for the tests."""

from __future__ import annotations

import errno
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from .errors import BuildError


class SiteServer:
    """A running server of `root` under `base_path`; a context manager.

    `requests` lists the paths asked for so far, in order.
    """

    def __init__(self, root: Path, base_path: str = "/", port: int = 0) -> None:
        self.root = Path(root)
        self.base_path = normal_base_path(base_path)
        self._seen: list[str] = []
        self._lock = threading.Lock()
        try:
            self._server = ThreadingHTTPServer(("localhost", port), partial(_Handler, self))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise BuildError(f"port {port} is in use: stop what uses it, or choose another with --port") from None
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://localhost:{self._server.server_port}{self.base_path}"

    @property
    def requests(self) -> list[str]:
        with self._lock:
            return list(self._seen)

    def clear(self) -> None:
        """Forget the requests seen so far."""
        with self._lock:
            self._seen.clear()

    def start(self) -> "SiteServer":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop answering and close the port; a second call does nothing."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def wait(self) -> None:
        """Serve until the keyboard interrupts."""
        try:
            self._thread.join()
        except KeyboardInterrupt:
            self.stop()

    def __enter__(self) -> "SiteServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def note(self, path: str) -> None:
        with self._lock:
            self._seen.append(path)


class _Handler(SimpleHTTPRequestHandler):
    """Answers from the site's folder; what lies outside the sub-path is not found, as on a shared host."""

    protocol_version = "HTTP/1.1"
    extensions_map = {
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".map": "application/json",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
    }

    def __init__(self, site: SiteServer, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments, directory=str(site.root))

    def do_GET(self) -> None:  # noqa: N802 (the name http.server calls)
        self._answer(super().do_GET)

    def do_HEAD(self) -> None:  # noqa: N802
        self._answer(super().do_HEAD)

    def _answer(self, serve) -> None:
        path = urlsplit(self.path).path
        self.site.note(path)
        base = self.site.base_path
        if path == base[:-1]:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", base)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif not path.startswith(base):
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self.path = "/" + self.path[len(base):]
            serve()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Not found is answered with the site's own page, where it has one."""
        page = self.site.root / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", self.extensions_map[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        # A rebuilt page must show at once; the browser may keep a file, but asks each time.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str) -> None:
        """Static hosts list no folders."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: object) -> None:
        """Quiet: the tests read `requests` instead."""


def normal_base_path(path: str) -> str:
    """`/links-detector/` for any way of writing it."""
    inner = path.strip("/")
    return f"/{inner}/" if inner else "/"
