"""Black on white, for fax and for thrifty printers."""

from invoicing.render.themes import Theme

THEME = Theme(
    accent="#000000",
    ink="#000000",
    muted="#333333",
    hairline="#777777",
    band="#ffffff",
    letterhead="centered",
)
