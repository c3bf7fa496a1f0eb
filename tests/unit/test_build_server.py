"""The server that shows the site under a sub-path. (Types and sub-paths: tests/browser/test_subpath.py)"""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from web_src.generator.errors import BuildError
from web_src.generator.server import SiteServer, normal_base_path


@pytest.fixture
def server(tmp_path):
    (tmp_path / "index.html").write_text("home")
    (tmp_path / "404.html").write_text("not here")
    with SiteServer(tmp_path, "site") as server:
        yield server


def get(url: str) -> tuple[int, str]:
    try:
        with urlopen(url) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("given", "normal"), [("", "/"), ("/", "/"), ("a", "/a/"), ("/a", "/a/"), ("a/b/", "/a/b/"), ("/a/b/", "/a/b/")]
)
def test_base_paths_are_written_one_way(given, normal):
    assert normal_base_path(given) == normal


def test_it_serves_under_its_path_alone(server):
    assert get(server.url) == (200, "home")
    assert get(server.url.removesuffix("/")) == (200, "home")
    assert get(server.url.replace("/site/", "/")) == (404, "not here")
    assert get(server.url + "missing") == (404, "not here")


def test_nothing_outside_the_folder_is_served(server):
    connection = HTTPConnection("localhost", int(server.url.split(":")[2].split("/")[0]))
    connection.request("GET", "/site/../../../../etc/hostname")
    assert connection.getresponse().status == 404
    connection.close()


def test_every_request_is_counted_from_many_at_once(server):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(get, [f"{server.url}?{n}" for n in range(40)]))
    assert server.requests == ["/site/"] * 40
    server.clear()
    assert server.requests == []


def test_a_port_in_use_is_named(server, tmp_path):
    port = int(server.url.split(":")[2].split("/")[0])
    with pytest.raises(BuildError, match=f"port {port} is in use.*--port"):
        SiteServer(tmp_path, port=port)


def test_a_stopped_server_answers_no_more(server):
    server.stop()
    with pytest.raises(OSError):
        urlopen(server.url, timeout=1)
    server.stop()
