"""Fixed phrases for each language, and the direction languages are written in."""

from __future__ import annotations

from typing import NamedTuple

from exporter.model import CalloutKind, Direction
from exporter.scripts import RIGHT_TO_LEFT

_RTL_LANGUAGES = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_HAN = {"zh": "Hans", "yue": "Hant", "ja": "Jpan", "ko": "Kore"}
_TRADITIONAL = frozenset(["tw", "hk", "mo"])


class AccessibilityPhrases(NamedTuple):
    """Sentences on what those can rely on who do not read by eye alone."""

    reflows: str
    headings: str
    described: str
    undescribed: str
    table_headers: str
    pages: str
    moves: str


class Phrases(NamedTuple):
    """The words that the formats add of their own; ``language`` is what they are written in.

    Braces mark what is put in: ``page_of`` takes ``{page}`` and ``{pages}``, ``qr`` the
    ``{target}``, ``version`` and ``review_by`` a ``{value}``, ``note_number`` a ``{number}``.
    """

    language: str
    contents: str
    notes: str
    note_number: str
    back: str
    page_of: str
    figure: str
    table: str
    qr: str
    version: str
    review_by: str
    reviewed: str
    sources: str
    skip: str
    to_do: str
    done: str
    about: str
    start: str
    cover: str
    accessibility: AccessibilityPhrases
    callouts: dict[CalloutKind, str]


_PHRASES = {
    "en": Phrases(
        language="en",
        contents="Contents",
        notes="Notes",
        note_number="Note {number}",
        back="Back to the text",
        page_of="Page {page} of {pages}",
        figure="Figure {number}",
        table="Table {number}",
        qr="QR code for {target}",
        version="Version {value}",
        review_by="Review by {value}",
        reviewed="Reviewed {value}",
        sources="Sources",
        skip="Skip to the text",
        to_do="To do",
        done="Done",
        about="About this document",
        start="Start of the text",
        cover="Cover",
        accessibility=AccessibilityPhrases(
            reflows="Text that reflows, with a table of contents.",
            headings="Headings are marked as such.",
            described="All pictures that carry meaning have a description in words.",
            undescribed="Some pictures have no description in words.",
            table_headers="Tables have marked header cells.",
            pages="The pages of the printed document are listed.",
            moves="Pictures may move.",
        ),
        callouts={
            "note": "Note",
            "tip": "Tip",
            "important": "Important",
            "caution": "Caution",
            "warning": "Warning",
            "emergency": "Emergency",
        },
    ),
    "es": Phrases(
        language="es",
        contents="Índice",
        notes="Notas",
        note_number="Nota {number}",
        back="Volver al texto",
        page_of="Página {page} de {pages}",
        figure="Figura {number}",
        table="Tabla {number}",
        qr="Código QR de {target}",
        version="Versión {value}",
        review_by="Revisar antes de {value}",
        reviewed="Revisado en {value}",
        sources="Fuentes",
        skip="Ir al texto",
        to_do="Pendiente",
        done="Hecho",
        about="Acerca de este documento",
        start="Comienzo del texto",
        cover="Cubierta",
        accessibility=AccessibilityPhrases(
            reflows="Texto que se adapta a la pantalla, con índice.",
            headings="Los títulos están marcados como tales.",
            described="Todas las imágenes con significado tienen una descripción en palabras.",
            undescribed="Algunas imágenes no tienen descripción en palabras.",
            table_headers="Las tablas tienen celdas de encabezado marcadas.",
            pages="Se indican las páginas del documento impreso.",
            moves="Puede haber imágenes en movimiento.",
        ),
        callouts={
            "note": "Nota",
            "tip": "Consejo",
            "important": "Importante",
            "caution": "Precaución",
            "warning": "Advertencia",
            "emergency": "Emergencia",
        },
    ),
    "fr": Phrases(
        language="fr",
        contents="Sommaire",
        notes="Notes",
        note_number="Note {number}",
        back="Retour au texte",
        page_of="Page {page} sur {pages}",
        figure="Figure {number}",
        table="Tableau {number}",
        qr="Code QR pour {target}",
        version="Version {value}",
        review_by="À revoir avant {value}",
        reviewed="Révisé en {value}",
        sources="Sources",
        skip="Aller au texte",
        to_do="À faire",
        done="Fait",
        about="À propos de ce document",
        start="Début du texte",
        cover="Couverture",
        accessibility=AccessibilityPhrases(
            reflows="Texte qui s’adapte à l’écran, avec un sommaire.",
            headings="Les titres sont balisés comme tels.",
            described="Toutes les images porteuses de sens sont décrites par des mots.",
            undescribed="Certaines images ne sont pas décrites par des mots.",
            table_headers="Les cellules d’en-tête des tableaux sont balisées.",
            pages="Les pages du document imprimé sont indiquées.",
            moves="Des images peuvent être animées.",
        ),
        callouts={
            "note": "Note",
            "tip": "Conseil",
            "important": "Important",
            "caution": "Prudence",
            "warning": "Avertissement",
            "emergency": "Urgence",
        },
    ),
    "de": Phrases(
        language="de",
        contents="Inhalt",
        notes="Anmerkungen",
        note_number="Anmerkung {number}",
        back="Zurück zum Text",
        page_of="Seite {page} von {pages}",
        figure="Abbildung {number}",
        table="Tabelle {number}",
        qr="QR-Code für {target}",
        version="Version {value}",
        review_by="Überprüfung bis {value}",
        reviewed="Überprüft im {value}",
        sources="Quellen",
        skip="Zum Text",
        to_do="Offen",
        done="Erledigt",
        about="Über dieses Dokument",
        start="Beginn des Textes",
        cover="Umschlag",
        accessibility=AccessibilityPhrases(
            reflows="Text, der sich dem Bildschirm anpasst, mit Inhaltsverzeichnis.",
            headings="Überschriften sind als solche ausgezeichnet.",
            described="Alle Bilder mit Bedeutung sind in Worten beschrieben.",
            undescribed="Einige Bilder sind nicht in Worten beschrieben.",
            table_headers="Die Kopfzellen der Tabellen sind ausgezeichnet.",
            pages="Die Seiten des gedruckten Dokuments sind verzeichnet.",
            moves="Bilder können sich bewegen.",
        ),
        callouts={
            "note": "Hinweis",
            "tip": "Tipp",
            "important": "Wichtig",
            "caution": "Vorsicht",
            "warning": "Warnung",
            "emergency": "Notfall",
        },
    ),
}


def phrases_for(language: str) -> Phrases:
    """The phrases for a BCP 47 tag: those of its primary language, else English."""
    return _PHRASES.get(primary(language), _PHRASES["en"])


def has_phrases(language: str) -> bool:
    return primary(language) in _PHRASES


def primary(language: str) -> str:
    """The primary language subtag, e.g. ``en`` of ``en-GB`` (RFC 5646, section 2.2.1)."""
    return language.split("-")[0].lower()


def direction_of(language: str) -> Direction:
    """The direction that a language is written in, from its script where the tag names one."""
    script = _stated_script(language)
    if script:
        return "rtl" if script in RIGHT_TO_LEFT else "ltr"
    return "rtl" if primary(language) in _RTL_LANGUAGES else "ltr"


def han_of(language: str) -> str:
    """How a language writes Han characters: ``Hans``, ``Hant``, ``Jpan``, ``Kore``, or not at all.

    One character has other shapes in each of them, so the language decides which font sets it
    (Unicode CLDR, likely subtags).
    """
    script = _stated_script(language)
    if script in _HAN.values():
        return script
    usual = _HAN.get(primary(language), "")
    is_traditional = usual == "Hans" and _TRADITIONAL & set(language.lower().split("-"))
    return "Hant" if is_traditional else usual


def _stated_script(language: str) -> str:
    """The script subtag of a tag (RFC 5646, section 2.2.3)."""
    subtags = language.split("-")[1:]
    return next((subtag.title() for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
