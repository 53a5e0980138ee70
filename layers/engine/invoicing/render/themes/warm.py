"""Earth colours, and the name in white on a broad band."""

from invoicing.render.themes import Theme

THEME = Theme(
    accent="#8a3b12",
    ink="#241c15",
    muted="#6b5d50",
    hairline="#e2d8cc",
    band="#faf5ee",
    letterhead="banner",
    striped=True,
)
