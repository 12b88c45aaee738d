"""Bad and hostile input, by the rows of the list of hazards: one line each, its exit code, no file."""

from __future__ import annotations

import contextlib
import io
import os
import re
import socket
import time
import unicodedata
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import InputRefused, LimitReached
from exporter.files import read_asset
from exporter.readers import read
from exporter.readers.markdown.floods import (
    MOST_BLOCKS,
    MOST_CELLS,
    MOST_DELIMITERS_IN_ALL,
    MOST_LINES,
    MOST_ROWS,
    MOST_UNMATCHED,
)
from exporter.readers.reading import MOST_SAID
from tests.commands import LINE, Run, refused, source
from tests.properties import examples
from tests.properties.words import html_tree
from tests.samples import picture

ESCAPES = "\x1b[31m\u202e\u2066\u200e\x07\u2028\n"
"""What would colour, turn around, beep or break a line."""


class TestPlanning:
    """What can never work is refused before anything is read."""

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("good.md", "--json", "good.md"), "output-over-source"),
            (("good.md", "--json", "./folder/../GOOD.MD"), "output-over-source"),
            (("good.md", "--json", "link.json"), "output-over-source"),
            (("good.md", "--json", "mine.toml", "--theme", "mine.toml"), "output-over-source"),
            (("good.md", "--json", "folder"), "output-folder"),
            (("good.md", "--json", "good.html"), "output-twice"),
            (("good.md", "--json", "Good.HTML"), "output-twice"),
            (("page.html",), "source-format"),
            (("good.md", "folder/page.PDF"), "source-format"),
            (("good.md", "folder/GOOD.md"), "output-twice"),
            (("caf\u00e9.md", "folder/cafe\u0301.md"), "output-twice"),
            (("good.md", "./good.md"), "output-twice"),
            (("n" * 251 + ".md",), "name-too-long"),
            (("good.md", "--name", "\u00e9" * 130), "name-too-long"),
            (("good.md", "--out", "n" * 256), "name-too-long"),
            (("good.md", "--json", "n" * 256), "name-too-long"),
            (("good.md", "--name", ESCAPES), "name"),
            (("good.md", "--name", " "), "name"),
            (("good.md", "--name", "a\\b"), "name"),
        ],
    )
    def test_requests_that_can_never_work(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: str
    ) -> None:
        Path("folder").mkdir()
        for name in ("good.md", "page.html", "mine.toml"):
            Path(name).write_text("kept")
        Path("link.json").symlink_to("good.md")
        monkeypatch.setattr("exporter.cli.export.document_of", lambda *_: pytest.fail("it was read"))
        assert refused(run, 2, *arguments, "--to", "html") == [code]
        assert {Path(name).read_text() for name in ("good.md", "page.html", "mine.toml")} == {"kept"}

    def test_a_name_of_255_bytes_is_written(self, run: Run) -> None:
        assert run("export", source("x\n"), "--to", "html", "--name", "n" * 250)[0] == 0
        assert Path("n" * 250 + ".html").exists()

    def test_a_file_where_a_folder_is_wanted(self, run: Run) -> None:
        Path("file").write_text("kept")
        for arguments in (("--out", "file"), ("--out", "file/deeper"), ("--json", "file/report.json")):
            assert refused(run, 4, source("x\n"), "--to", "html", *arguments) == ["output-unwritable"]


class TestNoticesAreShownNotObeyed:
    """H24, H25: in every place that a notice can show."""

    def test_in_names_of_files(self, run: Run) -> None:
        name = ESCAPES + ".md"
        said = [run("export", name)]
        said.append(run("export", source("[x](#y)\n", name), "--to", "html"))
        said.append(run("export", name, "--draft", "--to", "html"))
        said.append(run("verify", name, ESCAPES + ".html"))
        said.append(run("verify", name, ESCAPES + ".pdf"))
        assert [code for code, *_ in said] == [4, 3, 0, 0, 4]
        self.assert_harmless(said)

    @pytest.mark.parametrize(
        "text",
        ["[x](#{0})", "[x]({0}:y)", "![x]({0}.png)", "![]({0})", "# A {{#{0} b}}", "::: {0}\nx\n:::", "[^{0}]",
         "::: {{.note {0}=x}}\ny\n:::", "*[{0}]: x", "{{{{ {0} }}}}", "```a {0}\nx\n```",
         "::: {{.if when='{0}'}}\nx\n:::", "| a |\n|---|\n\n: {{widths='{0}'}}", "<table>{0}</table>"],
    )  # fmt: skip
    def test_in_what_the_text_says(self, run: Run, text: str) -> None:
        escapes = ESCAPES.translate(dict.fromkeys(map(ord, "\x1b\x07\n\u2028"), ""))
        code, out, err = run("export", source(text.format(escapes) + "\n"), "--to", "html")
        assert err
        self.assert_harmless([(code, out, err)])

    @pytest.mark.parametrize(
        "front", ["\u202ekey: 1", 'title: "\\u202e\\e[31m"', "date: \u202e", "langu\u202eage: x"]
    )
    def test_in_what_the_front_matter_says(self, run: Run, front: str) -> None:
        name = source("x\n", front=f"---\n{front}\nlanguage: en\n---\n")
        self.assert_harmless([run("export", name, "--to", "html")])

    @pytest.mark.parametrize(
        "option", ["--theme", "--edition", "--to", "--profile", "--meta", "--set", "--json", "--root"]
    )
    def test_in_what_is_asked_for(self, run: Run, option: str) -> None:
        Path("folder").mkdir()
        value = f"{ESCAPES}=x" if option in ("--meta", "--set") else f"gone/{ESCAPES}/" + "n" * 300
        self.assert_harmless([run("export", source("![a](b.png)\n"), option, value)])

    @staticmethod
    def assert_harmless(said: list[tuple[int, str, str]]) -> None:
        for _, out, err in said:
            assert all(LINE.match(line) for line in err.splitlines()), err
            letters = set(out + err) - {"\n"}
            assert not {x for x in letters if unicodedata.category(x) in ("Cc", "Cf", "Zl", "Zp", "Cs")}


class TestLimits:
    """B16, L2, L7, L8, L9: accepted at the edge, refused behind it, by the line."""

    @pytest.mark.parametrize(
        ("build", "line"),
        [
            (lambda depth: "> " * depth + "x", 1),
            (lambda depth: "\n".join("  " * level + "- a" for level in range(depth // 2)), 51),
            (lambda depth: "::: {.a}\n" * depth + "x\n" + ":::\n" * depth, 102),
            (lambda depth: "x\n\n" + "[" * depth + "x" + "]{.a}" * depth, 3),
            (lambda depth: "x\n\n" + "<sub>" * depth + "x" + "</sub>" * depth, 3),
        ],
        ids=["quotes", "lists", "divs", "spans", "tags"],
    )
    def test_b16_nesting(self, build, line: int) -> None:  # type: ignore[no-untyped-def]
        assert read(build(100).encode(), "t.md").document.blocks
        with pytest.raises(LimitReached, match="nesting-too-deep") as refusal:
            read(build(102).encode(), "t.md")
        assert [notice.line for notice in refusal.value.notices] == [line]

    def test_l9_nested_tables(self) -> None:
        def nested(depth: int) -> bytes:
            return ("<table><tr><td>\n\n" * depth + "x" + "\n\n</td></tr></table>" * depth).encode()

        assert read(nested(20), "t.md").document.blocks
        with pytest.raises(LimitReached, match="tables-too-deep") as refusal:
            read(nested(21), "t.md")
        assert refusal.value.notices[0].line == 41

    @pytest.mark.parametrize(
        ("front", "code"),
        [
            ("[" * 100_000, "front-matter-too-long"),
            ("a: " + "[" * 21, "yaml-depth"),
            ("a: " + "{a: " * 5_000, "yaml-depth"),
            ("a:\n" + "".join(f"{' ' * depth}-\n" for depth in range(1, 30)) + " " * 31 + "x", "yaml-depth"),
        ],
    )
    def test_l8_deep_yaml(self, front: str, code: str) -> None:
        with pytest.raises(LimitReached, match=code):
            read(f"---\n{front}\n---\nx\n".encode(), "t.md")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("- a\n" * (MOST_BLOCKS + 1), "block-flood"),
            ("# a\n" * (MOST_BLOCKS + 1), "block-flood"),
            ("a\n\n" * (MOST_BLOCKS + 1), "block-flood"),
            ("::: a\n:::\n\n" * (MOST_BLOCKS // 2) + "- a\n" * MOST_BLOCKS, "block-flood"),
            ("[" * 80 + "\n\n" + ("[" * 80 + "\n\n") * (MOST_UNMATCHED // 80), "bracket-flood"),
            ("[a](" * (MOST_UNMATCHED + 1), "delimiter-flood"),
            ("[a](b *c\n\n" * (MOST_UNMATCHED + 1), "bracket-flood"),
            ("*a* `b` _c_ <d>\n\n" * (MOST_DELIMITERS_IN_ALL // 8 + 1), "delimiter-flood"),
            ("<!--" * 250_000, ""),
            ("<table>x\n\n" * 90_000, "tables-too-deep"),
            ("<table>\n" + "<tr><td>a\n" * 60_000 + "</table>", "block-flood"),
            ("::: {.a}\n\n" * 90_000, "nesting-too-deep"),
            ("``` `\n" + "[" * 60_000 + "\n", "delimiter-flood"),
            ("```\n```js\n```\n" + "[" * 60_000 + "\n", "delimiter-flood"),
            ("<div>\n```\n\n" + "[" * 60_000 + "\n", "delimiter-flood"),
            ("a\n" * (MOST_LINES + 1), "line-flood"),
            (":::\n" * (MOST_LINES + 1), "line-flood"),
            ("|a|\n|-|\n" + "|a\n" * MOST_ROWS, "line-flood"),
            ("|" * (MOST_CELLS + 1), "cell-flood"),
        ],
        ids=lambda value: value[:6] if isinstance(value, str) else "",
    )
    def test_l2_floods(self, text: str, code: str) -> None:
        """Refused, or read, in seconds where one that is not linear takes minutes."""
        started = time.monotonic()
        with pytest.raises(LimitReached, match=code) if code else contextlib.nullcontext():
            read(text.encode(), "t.md")
        assert time.monotonic() - started < 20

    def test_l2_code_is_no_flood(self) -> None:
        text = "```\n" + "- *[a](\n" * (MOST_BLOCKS + 1) + "```\n"
        assert len(read(text.encode(), "t.md").document.blocks) == 1

    def test_the_same_mistake_is_not_said_without_end(self) -> None:
        with pytest.raises(InputRefused) as refusal:
            read(b"[x]{a=b}\n\n<b>\n\n" * 100, "t.md")
        said = [str(notice) for notice in refusal.value.notices]
        assert len(said) == 2 * (MOST_SAID + 1)
        assert [line for line in said if "more" in line] == [
            "t.md: error attribute-unknown and 80 more",
            "t.md: warning html-as-text and 80 more",
        ]


class TestMarkup:
    @pytest.mark.parametrize(
        "text",
        ["a<b then c>d", "AT&T &copy &notanentity;", "{% if x %} {# y #} ${z} <%= w %>", "<foo>bar</foo>",
         "</p></div>", "=1+1", "2 < 3 > 1", "\\begin{x}", "<para>x</para> <font color=red>", "%PDF-1.7 endobj"],
    )  # fmt: skip
    def test_b19_h1_what_looks_like_markup_is_printed(self, run: Run, text: str) -> None:
        """In every format, as `verify` reads it back."""
        name = source(f"# H\n\n{text}\n")
        code, _, err = run("export", name, "--to", "pdf,docx,epub,html")
        assert (code, "error" in err) == (0, False), err
        files = [f"doc.{suffix}" for suffix in ("pdf", "docx", "epub", "html")]
        assert run("verify", name, *files)[0] == 0

    @pytest.mark.parametrize(
        "text",
        ['<A HREF="javascript:x">y</A>', "<a\nhref=x\nonclick = 'y'>z</a>", "<IMG SRC=x OnError=alert(1)>",
         "<svg onload=alert(1)>", "<sCrIpT>alert(1)</ScRiPt>", "<iframe src=x></iframe>", "<!--x--!><b>y</b>-->",
         "<style>@import 'http://x'</style>", "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
         "<kbd onclick=alert(1)>k</kbd>", '<abbr title="x" onmouseover=y>z</abbr>', "<mark style='x:y'>m</mark>",
         "<table onclick=x><tr><td><script>y</script></td></tr></table>", "<?xml version='1.0'?>", "<base href=x>",
         "<br onerror=x>", "<meta http-equiv=refresh content=0>", "<input autofocus onfocus=x>"],
    )  # fmt: skip
    def test_h8_html_is_shown_as_text_with_a_notice(self, run: Run, text: str) -> None:
        code, _, err = run("export", source(f"x\n\n{text}\n"), "--to", "html,epub")
        assert code == 0 and re.search(r":8:1 warning html-(as-text|attribute|comment) ", err), err
        body = html_tree(Path("doc.html").read_bytes()).find("body")
        assert body is not None
        tags = {str(element.tag).lower() for element in body.iter()}
        assert not tags & {"script", "iframe", "img", "base", "meta", "input", "style", "svg", "link"}
        assert not [name for element in body.iter() for name in element.attrib if name.startswith("on")]
        assert "javascript:" not in [element.get("href", "")[:11] for element in body.iter()]


class TestImages:
    @pytest.mark.parametrize(
        "path",
        ["/etc/passwd", "//host/share/x.png", "../out.png", "%2e%2e/out.png", "%2E%2E%2Fout.png", "a/%2e./../../out.png",
         "a\\..\\..\\out.png", "..%5cout.png", "%5c%5chost%5cx.png", "C:out.png", "~root/x.png", "file:out.png",
         "%00.png", "a/../../inner/../out.png", "data:image/png;base64,AA=="],
    )  # fmt: skip
    def test_h3_paths_that_lead_out(self, run: Run, path: str) -> None:
        Path("inner").mkdir()
        Path("out.png").write_bytes(picture().data)
        for text in (f"![alt](<{path}>)\n", f"x ![alt](<{path}>) y\n", f"![alt][r]\n\n[r]: <{path}>\n"):
            assert refused(run, 3, source(text, "inner/doc.md")) == ["file-outside-root"]

    def test_h3_encoded_twice_is_only_a_name(self, run: Run) -> None:
        assert refused(run, 3, source("![alt](%252e%252e/out.png)\n")) == ["file-missing"]

    def test_h4_links(self, run: Run) -> None:
        Path("inner").mkdir()
        Path("outside").mkdir()
        Path("outside/x.png").write_bytes(picture().data)
        Path("inner/file.png").symlink_to(Path("outside/x.png").resolve())
        Path("inner/folder").symlink_to(Path("outside").resolve())
        Path("inner/loop.png").symlink_to("loop.png")
        Path("inner/gone.png").symlink_to("nowhere")
        for path in ("file.png", "folder/x.png", "loop.png", "gone.png", "./folder/./x.png"):
            code = refused(run, 3, source(f"![alt]({path})\n", "inner/doc.md"))
            assert code in (["file-outside-root"], ["file-missing"]), path

    def test_h5_what_is_no_regular_file(self, run: Run) -> None:
        Path("inner").mkdir()
        os.mkfifo("inner/pipe.png")
        Path("inner/folder.png").mkdir()
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("inner/s.png")
            for path in ("pipe.png", "folder.png", "s.png", ".", "folder.png/"):
                (code,) = refused(run, 3, source(f"![alt]({path})\n", "inner/doc.md"))
                assert code in ("file-not-regular", "file-unreadable"), path
        assert refused(run, 3, source("![alt](null)\n"), "--root", "/dev") == ["file-not-regular"]
        assert refused(run, 3, source("![alt](x)\n"), "--root", "inner/pipe.png") == ["root-unreadable"]

    @examples(300)
    @given(
        st.sampled_from(["png", "jpeg"]),
        st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4),
        st.integers(0, 40),
    )
    def test_b13_mutated_images(self, kind: str, changes: list[tuple[int, int]], cut: int) -> None:
        """Bytes of a sound image set at random, and some cut off: an asset or a refusal, nothing else."""
        whole = bytearray(IMAGES[kind])
        for place, value in changes:
            whole[place % len(whole)] = value
        try:
            asset = read_asset(bytes(whole[: len(whole) - cut]))
        except (InputRefused, LimitReached) as refusal:
            assert refusal.notices[0].code.startswith("image-")
        else:
            assert asset.width > 0 and asset.height > 0

    @pytest.mark.parametrize(
        "head", ["<svg ", "\ufeff<svg ", "<?xml version='1.0'?>\n<svg ", "<!DOCTYPE svg><svg ", "\n <SVG "]
    )
    def test_h23_svg(self, run: Run, head: str) -> None:
        text = head + "xmlns='http://www.w3.org/2000/svg'><image href='http://x/y'/></svg>"
        for name in ("x.svg", "x.png"):
            Path(name).write_text(text, "utf-8")
            assert refused(run, 3, source(f"![alt]({name})\n")) == ["image-svg"]

    def test_h22_pixels_are_counted_before_they_are_decoded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from PIL import Image

        monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was decoded"))
        header = bytearray(IMAGES["png"])
        header[16:24] = (5_001).to_bytes(4) + (5_000).to_bytes(4)
        header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4)
        with pytest.raises(LimitReached, match="image-too-large"):
            read_asset(bytes(header))


def test_h2_an_export_opens_no_connection(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("x.png").write_bytes(picture().data)
    text = (
        "![a](x.png)\n\n[l](http://example.org/x.png) <http://example.org>\n\n::: qr\n[a](http://example.org)\n:::\n\n"
        "<img src='http://example.org/x.png'> <link href='http://example.org/x.css'>\n"
    )
    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, lambda *_, **__: pytest.fail("a socket was used"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))
    code, _, err = run("export", source(text), "--to", "pdf,docx,epub,html")
    assert code == 0, err


def _images() -> dict[str, bytes]:
    from PIL import Image

    image = Image.effect_noise((24, 16), 40).convert("RGB")
    found = {}
    for kind in ("png", "jpeg"):
        stream = io.BytesIO()
        image.save(stream, kind)
        found[kind] = stream.getvalue()
    return found


IMAGES = _images()
