"""Themes that extend others, editions over themes: merged once, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

import exporter
from exporter.cli import main
from exporter.errors import InputRefused, StorageError, UsageError
from exporter.theme import base_file, edition_names, named_theme, parse_theme, theme_names
from exporter.theme.layers import Layer, file_of, merged
from tests.samples import minimal, paragraph


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def refused(path: Path) -> str:
    with pytest.raises(InputRefused) as refusal:
        base_file(path).under()
    (notice,) = refusal.value.notices
    return f"{Path(notice.file).name}: {notice.message}"


def test_tables_merge_and_all_else_replaces() -> None:
    lower = Layer("a", {"x": {"y": 1, "z": [1, 2]}, "w": {"v": 1}, "u": 1})
    upper = Layer("b", {"x": {"z": [3]}, "w": 2, "u": {"t": 1}})
    assert merged([lower, upper]) == {"x": {"y": 1, "z": [3]}, "w": 2, "u": {"t": 1}}
    assert lower.values["x"] == {"y": 1, "z": [1, 2]}


def test_a_value_is_of_the_last_file_that_states_it() -> None:
    layers = [Layer("a", {"x": {"y": {"z": 1}}}), Layer("b", {"x": {"y": 1}}), Layer("c", {"x": {}})]
    assert file_of("x.y.z", layers) == "a"
    assert file_of("x.y[0]", layers) == "b"
    assert file_of("q", layers) == "c"


def test_a_theme_says_only_what_it_changes(tmp_path: Path) -> None:
    write(tmp_path, mine='extends = "clinic"\nname = "mine"\n[text]\nbody = { size = 13 }\n')
    mine, clinic = base_file(tmp_path / "mine.toml").under(), named_theme("clinic")
    assert (mine.name, mine.text.body.size, mine.text.body.leading) == ("mine", 13, 17)
    assert (mine.palette, mine.page, mine.description) == (clinic.palette, clinic.page, clinic.description)


def test_a_theme_extends_a_file_beside_it_that_extends_another(tmp_path: Path) -> None:
    write(
        tmp_path,
        mine='extends = "house/base.toml"\n[lists]\nmarkers = ["square"]\n',
        house__base='extends = "older.toml"\n[lists]\nindent = 30\n',
        house__older='extends = "plain"\n[lists]\nindent = 40\nitem_gap = 9\n',
    )
    lists = base_file(tmp_path / "mine.toml").under().lists
    assert (lists.markers, lists.indent, lists.item_gap) == (("square",), 30, 9)


def test_a_circle_is_refused(tmp_path: Path) -> None:
    write(tmp_path, a='extends = "b.toml"', b='extends = "c.toml"', c='extends = "a.toml"')
    circle = "a.toml extends b.toml extends c.toml extends a.toml"
    assert refused(tmp_path / "a.toml") == f"c.toml: extends: {circle}: that goes round in a circle"
    write(tmp_path, self='extends = "self.toml"')
    assert "circle" in refused(tmp_path / "self.toml")


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ('"nope"', "there is no theme 'nope'"),
        ('"nope.toml"', "there is no file 'nope.toml'"),
        ('"../other.toml"', "does not lie inside"),
        ('"/etc/theme.toml"', "does not lie inside"),
        ("3", "3 is not the name of a theme or of a file beside this one"),
    ],
)
def test_an_unknown_base_is_refused(tmp_path: Path, base: str, said: str) -> None:
    write(tmp_path, mine=f"extends = {base}\n")
    line = refused(tmp_path / "mine.toml")
    assert line.startswith("mine.toml: extends: ") and said in line


def test_a_wrong_value_names_the_file_that_states_it(tmp_path: Path) -> None:
    write(
        tmp_path, base='extends = "clinic"\n[text]\nbody = { size = "large" }\n', mine='extends = "base.toml"'
    )
    assert refused(tmp_path / "mine.toml").startswith("base.toml: text.body.size: ")
    write(tmp_path, mine='extends = "clinic"\n[palette]\nodd = "blue"\n')
    assert refused(tmp_path / "mine.toml").startswith("mine.toml: palette.odd: 'blue'")


@pytest.mark.parametrize(
    "text",
    [
        "palette = 3",
        "[palette]\nink = 3",
        "[text]\nbody = { colour = [] }",
        "[text]\nbody = { size = nan }",
        "[text]\nbody = { size = 0 }",
        "[page]\nleft = 550",
        "[lists]\nmarkers = []",
        "[screen]\nbody = 0",
        "[screen]\ndark = []",
    ],
)
def test_values_that_cannot_be_are_refused_in_one_line(tmp_path: Path, text: str) -> None:
    write(tmp_path, mine=f'extends = "clinic"\n{text}\n')
    assert refused(tmp_path / "mine.toml").startswith("mine.toml: ")


def test_a_theme_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        base_file(tmp_path / "mine.toml").under()


def test_editions_lie_over_a_theme_in_their_order() -> None:
    plain = named_theme("plain", ["large-print", "letter"])
    assert plain.fonts.body.family == "Noto Sans"
    assert (plain.text.body.size, plain.page.left, plain.name) == (
        20,
        named_theme("plain", ["letter"]).page.left,
        "plain",
    )
    assert named_theme("clinic", ["a5", "letter"]).page == named_theme("clinic", ["letter"]).page


def test_an_edition_sets_no_colour_that_the_theme_has_not() -> None:
    text = 'extends = "clinic"\n'
    assert parse_theme(text.encode(), "mine.toml", ["greyscale"]).text.body.colour == "#1A1A1A"
    own = "\n".join(f"{name} = '#000000'" for name in ("paper", "ink"))
    with pytest.raises(InputRefused, match=r"palette\.deep: the palette of the theme has no colour 'deep'"):
        parse_theme(f"[palette]\n{own}\n".encode(), "mine.toml", ["greyscale"])


def test_an_unknown_edition_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="large-print"):
        named_theme("clinic", ["huge-print"])


def test_editions_from_python() -> None:
    document = minimal(paragraph("Words."))
    plain = exporter.export(document, to=["html"])["html"].data
    large = exporter.export(document, to=["html"], editions=["large-print"])["html"].data
    assert plain != large
    assert (
        exporter.export(document, to=["html"], theme=exporter.load_theme("clinic", ["large-print"]))[
            "html"
        ].data
        == large
    )
    with pytest.raises(UsageError, match="load_theme"):
        exporter.export(document, to=["html"], theme=exporter.load_theme("clinic"), editions=["a5"])


def test_what_is_packaged() -> None:
    assert theme_names() == ("clinic", "plain")
    assert edition_names() == ("a5", "fillable", "greyscale", "large-print", "letter")


def test_a_theme_of_ones_own_and_editions_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        tmp_path,
        mine='extends = "base.toml"\nname = "mine"\n',
        base='extends = "plain"\n[palette]\nink = "#120012"\n',
    )
    (tmp_path / "a.md").write_text("---\ntitle: T\nlanguage: en\n---\nWords.\n", "utf-8")
    source, out = str(tmp_path / "a.md"), ["--out", str(tmp_path), "--to", "html"]
    theme = ["--theme", str(tmp_path / "mine.toml")]
    assert main(["export", source, *theme, *out, "--edition", "large-print", "a5"]) == 0
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "--ink: #120012" in page and "size: 419.53pt" in page and "font-size: 166.67%" in page
    assert main(["export", source, *out, "--edition", "large-print,greyscale", "--edition", "letter"]) == 0
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "--ink: #1A1A1A" in page and "size: 612pt 792pt" in page
    assert main(["export", source, *out, "--edition", "huge"]) == 2
    assert "choose from a5, fillable, greyscale, large-print, letter" in capsys.readouterr().err
    assert main(["themes"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in (*theme_names(), *edition_names()))
