"""What is said about the file, and settings: core properties, settings, theme and font table."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from exporter.backends.docx import looks
from exporter.backends.docx.fonts import EmbeddedFont
from exporter.backends.docx.notes import SEPARATORS
from exporter.backends.docx.scheme import scheme
from exporter.backends.docx.xml import document, escape
from exporter.prepare import Prepared
from exporter.theme import Theme

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FAMILIES = {"sans-serif": "swiss", "serif": "roman", "monospace": "modern"}
_WORD_2013 = "15"
_SAME_NAMES = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


def core_properties(prepared: Prepared) -> bytes:
    """Core properties (ISO/IEC 29500-2, 8.3)."""
    metadata = prepared.metadata
    moment = prepared.date.strftime("%Y-%m-%dT%H:%M:%SZ")
    authors = "; ".join(metadata.authors)
    values = {
        "dc:title": metadata.title,
        "dc:subject": metadata.subtitle,
        "dc:creator": authors,
        "cp:keywords": ", ".join(metadata.keywords),
        "dc:description": metadata.description,
        "cp:lastModifiedBy": authors,
        "cp:revision": "1",
        "dc:identifier": prepared.identifier,
        "dc:language": metadata.language,
        "cp:version": metadata.version,
        "cp:category": metadata.kind,
    }
    stated = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items() if value)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f"{_HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{stated}{dates}</cp:coreProperties>'
    ).encode()


_OF_THE_USER = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that users name themselves ([MS-OLEPS] 2.24.2)."""
_FIRST_PROPERTY = 2
"""The least number that a property may have (15.2.12.2)."""


def custom_properties(prepared: Prepared, digest: str) -> bytes:
    """Custom properties (15.2.12.2): the ``digest`` of the source the file is made from, and when to look at
    it again."""
    metadata = prepared.metadata
    texts = {
        "Source digest": digest,
        "Code": metadata.code,
        "Version": metadata.version,
    }
    dates = {"Reviewed": metadata.reviewed, "Review by": metadata.review_due}
    values = [(name, f"<vt:lpwstr>{escape(text)}</vt:lpwstr>") for name, text in texts.items() if text]
    values += [
        (name, f"<vt:filetime>{date.isoformat()}T00:00:00Z</vt:filetime>")
        for name, date in dates.items()
        if date
    ]
    written = "".join(
        f'<property fmtid="{_OF_THE_USER}" pid="{number}" name="{name}">{value}</property>'
        for number, (name, value) in enumerate(values, _FIRST_PROPERTY)
    )
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006"
    return (
        f'{_HEAD}<Properties xmlns="{namespace}/custom-properties" xmlns:vt="{namespace}/docPropsVTypes">'
        f"{written}</Properties>"
    ).encode()


def app_properties() -> bytes:
    """Extended properties (22.2), as few as there can be."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{_HEAD}<Properties xmlns="{namespace}"><Application>exporter</Application></Properties>'.encode()


def settings_part(prepared: Prepared, theme: Theme, *, embeds: bool) -> bytes:
    """Settings (17.15.1.78): notes, the behaviour of Word 2013 and later, and the languages.

    ``embeds`` says that fonts travel with the file."""
    separators = "".join(f'<w:footnote w:id="{id}"/>' for id in SEPARATORS)
    tag = escape(prepared.language)
    names = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
    names |= {name: name for name in _SAME_NAMES}
    names |= {"hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink"}
    mapping = " ".join(f'w:{name}="{value}"' for name, value in names.items())
    # Without w:saveSubsetFonts (17.8.3.15), Word saves the fonts whole again, for the next who writes.
    return document(
        "settings",
        ("<w:embedTrueTypeFonts/>" if embeds else "")
        + ("<w:mirrorMargins/>" if theme.page.two_sided else "")
        + f'<w:defaultTabStop w:val="{theme.lists.indent.twips}"/>'
        + ("<w:autoHyphenation/>" if theme.text.hyphenates else "")
        + '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:footnotePr>{separators}</w:footnotePr>"
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        f'w:uri="http://schemas.microsoft.com/office/word" w:val="{_WORD_2013}"/></w:compat>'
        f'<w:themeFontLang w:val="{tag}" w:eastAsia="{tag}" w:bidi="{tag}"/>'
        f"<w:clrSchemeMapping {mapping}/>",
    )


def font_table(theme: Theme, faces: Collection[EmbeddedFont]) -> bytes:
    """The fonts of the theme (17.8.3.10), each with the one to take where it is missing, and those of
    ``faces`` that are its own."""
    return document("fonts", "".join(_font(theme, family, faces) for family in _families(theme)))


def _families(theme: Theme) -> Iterator[str]:
    """The families that the theme names, each once: first those that set text by themselves."""
    stacks = (theme.fonts.body, theme.fonts.code)
    own = (stack.family for stack in stacks)
    lent = (family for stack in stacks for family in stack.fallback)
    of_scripts = (family for families in theme.fonts.scripts.values() for family in families)
    yield from dict.fromkeys((*own, *lent, *of_scripts))


def _font(theme: Theme, family: str, faces: Collection[EmbeddedFont]) -> str:
    stacks = {stack.family: stack for stack in (theme.fonts.code, theme.fonts.body)}
    stack = stacks.get(family)
    pitch = "fixed" if stack and stack.generic == "monospace" else "variable"
    # A family that lends single characters to code need not be of one width: the pitch finds one that is.
    lends = stack and stack.fallback and pitch == "variable"
    other = f'<w:altName w:val="{escape(stack.fallback[0])}"/>' if stack and lends else ""
    kind = _FAMILIES[(stack or theme.fonts.body).generic]
    embedded = "".join(face.element for face in faces if face.family == family)
    return (
        f'<w:font w:name="{escape(family)}">{other}'
        f'<w:family w:val="{kind}"/><w:pitch w:val="{pitch}"/>{embedded}</w:font>'
    )


def theme_part(theme: Theme, language: str) -> bytes:
    """The colours and fonts that Word offers first (20.1.6.9), for a document in ``language``."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour.digits}"/></a:{name}>' for name, colour in scheme(theme).items()
    )
    others = looks.usual_families(theme, language)
    families = {"latin": theme.fonts.body.family, "ea": others.east_asian, "cs": others.complex}
    faces = "".join(f'<a:{slot} typeface="{escape(family)}"/>' for slot, family in families.items())
    faces += "".join(
        f'<a:font script="{code}" typeface="{escape(names[0])}"/>'
        for code, names in theme.fonts.scripts.items()
    )
    name = escape(theme.name)
    return (
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}">'
        f'<a:themeElements><a:clrScheme name="{name}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{name}"><a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="{name}">{_FORMATS}</a:fmtScheme></a:themeElements></a:theme>'
    ).encode()


_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
# The schema demands three of each (20.1.4.1.14); nothing in the document uses them.
_FORMATS = (
    f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>"
    f"<a:lnStyleLst>{f'<a:ln>{_FILL}</a:ln>' * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
)
