"""The command line: what it writes, what it says, how it refuses."""

from __future__ import annotations

import errno
import json
import os
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from exporter.files import writing
from tests.commands import FRONT, Run, refused, source
from tests.samples import picture


def in_a_plain_install(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a Python that cannot find the wheels of the extra ``fonts``."""
    hidden = (
        "fontpkg_heebo",
        "fontpkg_noto_sans_arabic",
        "fontpkg_noto_sans_devanagari",
        "justmytype_intl_cjk",
    )
    code = (
        "import importlib.util as util, sys; found = util.find_spec; "
        f"util.find_spec = lambda name, *rest: None if name in {hidden} else found(name, *rest); "
        "from exporter.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)


def test_exports_the_default_formats(run: Run) -> None:
    code, out, err = run("export", source("# Head\n\nText.\n"), "--out", "build/deep")
    assert (code, err) == (0, "")
    assert sorted(path.name for path in Path("build/deep").iterdir()) == ["doc.docx", "doc.epub", "doc.pdf"]
    assert out.splitlines()[0].startswith("build/deep/doc.pdf  ") and "1 page" in out


def test_one_refusal_stops_only_itself(run: Run) -> None:
    code, out, err = run(
        "export", source("x\n", "a.md"), "gone.md", source("[x](#y)\n", "b.md"), "--to", "html"
    )
    assert code == 4
    assert out.startswith("a.html")
    assert [line.split()[2] for line in err.splitlines()] == ["source-unreadable", "anchor-missing"]
    assert not Path("b.html").exists()


def test_reports_as_json(run: Run) -> None:
    code, _, _ = run("export", source("Text.\n"), "--to", "pdf", "--json", "report.json")
    report = json.loads(Path("report.json").read_text())
    (document,) = report["documents"]
    (output,) = document["outputs"]
    assert (code, report["exit_code"], output["format"], output["pages"]) == (0, 0, "pdf", 1)
    assert output["bytes"] == Path("doc.pdf").stat().st_size


def test_metadata_from_the_command_line(run: Run) -> None:
    name = source("# Head\n", front="")
    assert refused(run, 3, name) == ["language-missing"]
    code, _, err = run("export", name, "--to", "html", "--meta", "lang=en", "publisher.name=P", "author=A")
    assert (code, err) == (0, "")
    assert '<html lang="en"' in Path("doc.html").read_text()
    assert refused(run, 2, name, "--meta", "titel=x") == ["metadata-unknown"]
    assert refused(run, 2, name, "--meta", "date=soon") == ["metadata-value"]


def test_a_draft_warns_and_goes_on(run: Run) -> None:
    name = source("# Head\n\n#\n")
    assert refused(run, 3, name) == ["heading-empty"]
    code, _, err = run("export", name, "--draft", "--to", "html")
    assert code == 0 and " warning heading-empty " in err


def test_lists_what_there_is(run: Run) -> None:
    assert [line.split()[0] for line in run("formats")[1].splitlines()] == ["pdf", "docx", "epub", "html"]
    assert "clinic" in run("themes")[1]
    assert json.loads(run("schema")[1])["$defs"]["Heading"]


def test_help_has_examples(run: Run) -> None:
    code, out, _ = run("export", "--help")
    assert code == 0 and "examples:" in out and "exit codes:" in out


def test_says_its_version(run: Run) -> None:
    code, out, err = run("--version")
    assert (code, err) == (0, "") and re.fullmatch(r"exporter \d+\.\d+\.\d+\n", out)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("export", "--edition", "large-print", "doc.md"), "write SOURCE before options"),
        (("export", "--meta", "language=en", "doc.md"), "write SOURCE before options"),
        (("verify", "doc.md"), "name the files to compare"),
        (("export", "doc"), "did you mean doc.md?"),
        (("export", "letter.md"), "--set name=VALUE"),
    ],
)
def test_the_mistakes_that_everybody_makes_once(run: Run, arguments: tuple[str, ...], hint: str) -> None:
    source("x\n")
    source("x\n", "letter.md", "---\ntitle: T\nlanguage: en\nfields: {name: {type: text}}\n---\n")
    code, _, err = run(*arguments)
    assert code in (2, 3, 4) and hint in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("x.md", "--to", "odt"), "format-unknown"),
        (("x.md", "--theme", "nope"), "theme-unknown"),
        (("x.md", "--profile", "nope"), "profile-unknown"),
        (("a/x.md", "b/X.md"), "output-twice"),
        (("-",), "name"),
        (("x.md", "--name", "../x"), "name"),
        (("x.md", "y.md", "--name", "z"), "name"),
        (("x.md", "--meta", "x"), "usage"),
        ((), "usage"),
    ],
)
def test_usage_errors(run: Run, arguments: tuple[str, ...], code: str) -> None:
    assert refused(run, 2, *arguments) == [code]


class TestHazards:
    """Bad and hostile input: one line, its exit code, no file."""

    def test_b1_control_characters(self, run: Run) -> None:
        name = source("a\x00b\ufffe\n")
        assert refused(run, 3, name) == ["control-character", "control-character"]
        code, _, _ = run("export", name, "--repair", "--to", "html")
        assert code == 0 and "a\ufffdb\ufffd" in Path("doc.html").read_text()

    def test_b2_lone_surrogates_in_json(self, run: Run) -> None:
        text = (
            b'{"schema_version": 1, "blocks": [{"type": "Paragraph", '
            rb'"content": [{"type": "Text", "text": "\ud800"}]}]}'
        )
        assert refused(run, 3, source(text, "doc.json")) == ["json-syntax"]

    def test_b3_not_utf8(self, run: Run) -> None:
        name = source(b"abc\n\xff\n")
        assert refused(run, 3, name) == ["not-utf-8"]
        _, _, err = run("export", name)
        assert err.startswith("doc.md:2:1 ") and "offset 4" in err

    def test_b4_line_ends_and_byte_order_mark(self, run: Run) -> None:
        text = "\ufeff" + (FRONT + "x\n\n[y](#z)\n").replace("\n", "\r\n")
        _, _, err = run("export", source(text.encode()))
        assert err.startswith("doc.md:8:1 error anchor-missing")

    def test_b5_empty(self, run: Run) -> None:
        assert refused(run, 3, source(b"")) == ["source-empty"]
        assert refused(run, 3, source(b"", "empty.json")) == ["json-syntax"]

    def test_b6_broken_yaml_and_toml(self, run: Run) -> None:
        name = source("x\n", front="---\ntitle: [a\nlang: en\n---\n")
        assert refused(run, 3, name) == ["yaml-syntax"]
        _, _, err = run("export", name)
        assert re.match(r"doc\.md:3:\d+ ", err)
        Path("t.toml").write_text("name = \n")
        _, _, err = run("export", source("x\n"), "--theme", "t.toml")
        assert re.match(r"t\.toml:1:8 error theme-syntax ", err)

    def test_b7_front_matter_never_closed(self, run: Run) -> None:
        assert refused(run, 3, source("", front="---\ntitle: T\n")) == ["front-matter-open"]

    def test_b8_duplicate_and_unknown_keys(self, run: Run) -> None:
        name = source("x\n", front="---\ntitle: T\ntitle: U\nlangauge: en\npublisher: {nam: x}\n---\n")
        assert refused(run, 3, name) == ["metadata-twice", "metadata-unknown", "metadata-value"]
        _, _, err = run("export", name)
        assert "doc.md:3:1 " in err and "write 'language'" in err

    def test_b9_values_are_typed_by_the_schema(self, run: Run) -> None:
        name = source(
            "x\n", front="---\ntitle: no\nlang: en\nversion: 010\nhealth: maybe\ndate: 2026-02-30\n---\n"
        )
        assert refused(run, 3, name) == ["metadata-value", "metadata-value"]

    def test_b12_missing_image(self, run: Run) -> None:
        name = source("text\n\n![alt](gone.png)\n")
        assert refused(run, 3, name) == ["file-missing"]
        assert run("export", name)[2].startswith("doc.md:8:1 ")

    def test_b10_a_field_with_no_value(self, run: Run) -> None:
        front = "---\ntitle: T\nlanguage: en\nfields:\n  name: {type: text}\n  dose: {type: number}\n---\n"
        name = source("Dear {{ name }}, take {{dose}}.\n", front=front)
        assert refused(run, 3, name) == ["field-value", "field-value"]
        assert refused(run, 3, name, "--set", "name=A", "dose=two") == ["field-value"]
        assert refused(run, 2, name, "--set", "nam=A") == ["field-unknown"]
        assert refused(run, 3, source("Dear {{ nobody }}.\n")) == ["field"]
        assert run("export", name)[2].startswith("doc.md:")

    def test_b13_damaged_images(self, run: Run) -> None:
        """Cut short, or with a byte changed where it counts; refused or still a sound image."""
        whole = picture().data
        name = source("![alt](x.png)\n")
        for length in range(8, len(whole) - 12, 7):
            Path("x.png").write_bytes(whole[:length])
            assert refused(run, 3, name)[0].startswith("image-")

    def test_h22_pixel_bombs(self, run: Run) -> None:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        for side in (5_100, 30_000):
            header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
            parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b"")
            Path("x.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
            assert refused(run, 5, source("![alt](x.png)\n")) == ["image-too-large"]

    def test_h23_svg(self, run: Run) -> None:
        Path("x.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://e.org/x"/></svg>'
        )
        assert refused(run, 3, source("![alt](x.svg)\n")) == ["image-svg"]

    def test_h13_h14_h15_values_are_text_and_expressions_call_nothing(self, run: Run) -> None:
        front = "---\ntitle: T\nlanguage: en\nfields:\n  a: {type: text}\n---\n"
        name = source("{{ a }}\n", front=front)
        value = "{{ a }} **not bold** <b>&"
        code, _, _ = run("export", name, "--to", "html", "--set", f"a={value}")
        assert code == 0 and "{{ a }} **not bold** &lt;b&gt;&amp;" in Path("doc.html").read_text()
        for expression in (
            "a.__class__",
            "a * 9999999",
            "open('x')",
            "[].append",
            "(lambda: 1)()",
            "a if a else a",
        ):
            text = f"{{{{ {expression} }}}}\n"
            assert refused(run, 3, source(text, front=front), "--set", "a=x") == ["field"], expression

    def test_l1_notes_without_end(self, run: Run) -> None:
        assert refused(run, 5, source("x[^1]\n\n[^1]:[^1]\n")) == ["footnote-circular"]

    def test_l2_floods(self, run: Run) -> None:
        for unit in ("*a ", "_a", "[", "<", "`a", "{", "&", "![", "](", "\\"):
            (code,) = set(refused(run, 5, source(unit * 300_000 + "\n")))
            assert code in ("delimiter-flood", "nesting-too-deep")

    def test_l7_a_source_that_is_too_long(self, run: Run) -> None:
        assert refused(run, 5, source("word " * 2_000_000)) == ["source-too-long"]

    def test_l9_nested_tables(self, run: Run) -> None:
        deep = "<table><tr><td>\n\n" * 25 + "x" + "\n\n</td></tr></table>" * 25
        assert refused(run, 5, source(deep)) == ["tables-too-deep"]

    def test_b15_missing_glyph(self, run: Run) -> None:
        name = source("fine\n\nnot ก\n")
        assert refused(run, 3, name) == ["glyph-missing"]
        _, _, err = run("export", name)
        assert err.startswith("doc.md:8:1 ")
        assert "U+0E01" in err and "THAI CHARACTER KO KAI" in err and "Noto Sans" in err

    def test_b15_on_a_plain_install(self, run: Run) -> None:
        """Without the fonts of the extra: what needs them is refused, all else is as ever."""
        done = in_a_plain_install("export", source("fine\n\nnot 日\n"), source("fine\n", "other.md"))
        assert done.returncode == 3
        assert done.stderr.splitlines() == [
            "doc.md:8:1 error glyph-missing no font has the character '日' (U+65E5 CJK UNIFIED IDEOGRAPH-65E5);"
            ' tried Atkinson Hyperlegible, Noto Sans (pip install "exporter[fonts]")'
        ]
        assert sorted(path.name for path in Path().glob("*.*")) == [
            "doc.md", "other.docx", "other.epub", "other.md", "other.pdf",
        ]  # fmt: skip

    def test_b16_nesting(self, run: Run) -> None:
        assert refused(run, 5, source("> " * 150 + "x\n")) == ["nesting-too-deep"]
        assert refused(run, 5, source("- " * 150 + "x\n")) == ["nesting-too-deep"]

    def test_b18_missing_anchor(self, run: Run) -> None:
        assert refused(run, 3, source("[x](#nowhere)\n")) == ["anchor-missing"]

    @pytest.mark.parametrize(
        "path",
        ["/etc/passwd", "../out.png", "a/../../out.png", "%2e%2e/out.png", "%2Fetc/passwd", r"\\\\host\\x",
         "file:///etc/passwd", "https://example.org/x.png", "~/x.png", "C:/x.png"],
    )  # fmt: skip
    def test_h3_paths_outside_the_root(self, run: Run, path: str) -> None:
        Path("inner").mkdir()
        Path("out.png").write_bytes(b"secret")
        assert refused(run, 3, source(f"![alt]({path})\n", "inner/doc.md")) == ["file-outside-root"]

    def test_h4_links_out_of_the_root(self, run: Run) -> None:
        Path("out.png").write_bytes(b"secret")
        Path("inner").mkdir()
        Path("inner/link.png").symlink_to("../out.png")
        Path("inner/folder").symlink_to("..")
        for path in ("link.png", "folder/out.png"):
            assert refused(run, 3, source(f"![alt]({path})\n", "inner/doc.md")) == ["file-outside-root"]

    def test_h5_what_is_no_regular_file(self, run: Run) -> None:
        os.mkfifo("pipe.png")
        Path("folder.png").mkdir()
        for path in ("pipe.png", "folder.png"):
            assert refused(run, 3, source(f"![alt]({path})\n")) == ["file-not-regular"]

    @pytest.mark.parametrize(
        "target",
        ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
         "launch:x", "&#106;avascript:alert(1)"],
    )  # fmt: skip
    def test_h6_link_schemes(self, run: Run, target: str) -> None:
        assert refused(run, 3, source(f"[x]({target})\n")) == ["link-scheme"]
        assert refused(run, 3, source(f"::: qr\n[x]({target})\n:::\n")) == ["link-scheme"]

    def test_h6_addresses_that_browsers_mend(self, run: Run) -> None:
        assert refused(run, 3, source("[x](//example.org)\n")) == ["link-malformed"]

    def test_h12_yaml_aliases_and_depth(self, run: Run) -> None:
        assert refused(run, 3, source("x\n", front="---\na: &x [1]\nb: *x\n---\n")) == ["yaml-anchor"]
        deep = "---\na: " + "[" * 30_000 + "\n---\n"
        assert refused(run, 5, source("x\n", front=deep)) == ["yaml-depth"]
        assert refused(run, 5, source("x\n", front="---\na: " + "x" * 70_000 + "\n---\n")) == [
            "front-matter-too-long"
        ]

    def test_h25_terminal_escapes_are_shown_not_obeyed(self, run: Run) -> None:
        _, _, err = run("export", source("[x](#\u202ey)\n"), "--to", "pdf")
        assert "\u202e" not in err and "202e" in err


class TestFaults:
    """Writing fails cleanly: exit 4, nothing half-written, the old version kept."""

    def test_a_source_that_is_not_there(self, run: Run) -> None:
        assert refused(run, 4, "gone.md") == ["source-unreadable"]

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
    @pytest.mark.parametrize("call", ["fsync", "replace", "fchmod"])
    def test_f2_f3_the_disk_is_full_or_broken(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, number: int, call: str
    ) -> None:
        name = source("x\n")
        Path("doc.html").write_bytes(b"old")

        def fail(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(writing.os, call, fail)
        assert refused(run, 4, name, "--to", "html") == ["output-unwritable"]
        assert Path("doc.html").read_bytes() == b"old"

    def test_f4_a_folder_stands_there(self, run: Run) -> None:
        name = source("x\n")
        Path("doc.html").mkdir()
        assert refused(run, 4, name, "--to", "html") == ["output-unwritable"]

    def test_f4_a_file_stands_where_the_folder_should_be(self, run: Run) -> None:
        name = source("x\n")
        Path("build").write_bytes(b"a file")
        assert refused(run, 4, name, "--to", "html", "--out", "build") == ["output-unwritable"]
