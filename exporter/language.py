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


class Phrases(NamedTuple):
    """The words that the formats add of their own; ``language`` is what they are written in.

    Braces mark what is put in: ``page_of`` takes ``{page}`` and ``{pages}``, ``qr`` the
    ``{target}``, ``version`` and ``review_by`` a ``{value}``, ``note_number`` a ``{number}``,
    ``date_field`` a ``{label}``: how to write a date, in the one order that is read alike
    everywhere (ISO 8601). ``field`` stands for a place to write that has no words.
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
    field: str
    date_field: str
    about: str
    start: str
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
        field="To fill in",
        date_field="{label} (YYYY-MM-DD)",
        about="About this document",
        start="Start of the text",
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
        field="Para rellenar",
        date_field="{label} (AAAA-MM-DD)",
        about="Acerca de este documento",
        start="Comienzo del texto",
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
        field="À remplir",
        date_field="{label} (AAAA-MM-JJ)",
        about="À propos de ce document",
        start="Début du texte",
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
        field="Auszufüllen",
        date_field="{label} (JJJJ-MM-TT)",
        about="Über dieses Dokument",
        start="Beginn des Textes",
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
