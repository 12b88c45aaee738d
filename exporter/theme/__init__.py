"""The theme, its fonts and its contrast: every design value that the four formats share."""

from exporter.theme.chains import (
    Chain,
    chain_width,
    clusters,
    distinct_clusters,
    face_chain,
    face_chains,
    families,
    itemise,
    missing,
    set_width,
    usual_face,
)
from exporter.theme.contrast import LowContrast, low_contrasts
from exporter.theme.fonts import Face
from exporter.theme.load import (
    Base,
    base_file,
    edition_names,
    named_base,
    named_edition,
    named_theme,
    parse_theme,
    theme_names,
)
from exporter.theme.once import once_a_theme
from exporter.theme.theme import Fact, TextStyle, Theme
from exporter.theme.values import Colour, Length
