"""ARCHITECTURE.md is true: the rooms, the direction of imports, the contracts it lists."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from exporter.backends import BACKENDS
from exporter.cli import exits
from exporter.cli.arguments import parser
from exporter.model import Block, Inline, Metadata

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
ROOMS = re.findall(r"^\| `exporter/([\w.]+)/?` \|", PAGE, re.MULTILINE)
SOURCES = sorted((ROOT / "exporter").rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "exporter").parts[0]


def section(title: str) -> str:
    return PAGE.split(f"## {title}", 1)[1].split("\n## ", 1)[0]


def imported(path: Path) -> set[str]:
    """The modules of ours that a file imports, under ``TYPE_CHECKING`` or not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name for name in names if name.split(".")[0] == "exporter"}


def test_every_room_is_listed_and_every_listed_room_exists() -> None:
    there = {room_of(path) for path in SOURCES} - {"__init__.py", "__main__.py"}
    assert there == set(ROOMS)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downward(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__.py", "__main__.py"):
        return
    place = ROOMS.index(room)
    for name in imported(path):
        parts = name.split(".")
        target = next((part for part in (parts[1], f"{parts[1]}.py") if part in ROOMS), None)
        assert target, f"{path} imports {name}, which is in no room"
        assert ROOMS.index(target) >= place, f"{path} imports {name}, which is above it"


def test_the_model_stands_alone() -> None:
    for path in SOURCES:
        if room_of(path) == "model":
            assert all(name.startswith("exporter.model") for name in imported(path)), path


def test_backends_never_see_each_other() -> None:
    formats = {Path(entry.module.replace(".", "/")).name for entry in BACKENDS.values()}
    for name in formats:
        others = tuple(f"exporter.backends.{other}." for other in formats - {name})
        for path in (ROOT / "exporter/backends" / name).rglob("*.py"):
            assert not [found for found in imported(path) if f"{found}.".startswith(others)], path


@pytest.mark.parametrize(
    "room", ["verify", "backends", "readback", "readers", "prepare", "render.py", "checks"]
)
def test_only_the_door_opens_files(room: str) -> None:
    """No call of ``open`` and no path object outside ``files`` and ``cli``."""
    for path in SOURCES:
        if room_of(path) != room:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        assert "open" not in {call.id for call in calls if isinstance(call, ast.Name)}, path
        modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        modules |= {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        assert not modules & {"os", "pathlib", "socket", "urllib.request", "time", "random", "tempfile"}, path


@pytest.mark.parametrize(
    ("library", "home"),
    [("fsspec", "exporter/files/stores.py"), ("distributed", "exporter/batch/cluster.py")],
)
def test_stores_and_clusters_have_one_door_each(library: str, home: str) -> None:
    """Others ask for places and crews, and load nothing for what lies and runs here."""
    importing = re.compile(rf"^\s*(?:from|import) {library}\b", re.MULTILINE)
    found = [path for path in SOURCES if importing.search(path.read_text("utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in found] == [home]


def test_only_the_command_line_prints() -> None:
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in names or room_of(path) == "cli", path


def test_every_node_type_is_listed() -> None:
    listed = set(re.findall(r"[A-Z][A-Za-z]+", section("The model")))
    nodes = {node.__name__ for union in (Block, Inline) for node in get_args(union)}
    assert nodes <= listed


def test_every_metadata_key_is_listed() -> None:
    listed = set(re.findall(r"[a-z_]+", section("The model").split("**Metadata**")[1]))
    assert set(Metadata.__struct_fields__) <= listed


def test_every_format_and_option_is_listed() -> None:
    text = section("Command line")
    for name in BACKENDS:
        assert re.search(rf"\b{name}\b", text)
    commands = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for name, command in commands.items():  # type: ignore[union-attr]
        assert re.search(rf"^exporter .*\b{name}\b", text, re.MULTILINE), name
        for action in command._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or option in text, option


def test_every_exit_code_is_listed() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", section("Command line"), re.MULTILINE)}
    assert listed == {
        exits.OK,
        exits.DIFFERENT,
        exits.USAGE,
        exits.PARTLY,
        exits.INTERRUPTED,
        *exits._CODES.values(),
    }
