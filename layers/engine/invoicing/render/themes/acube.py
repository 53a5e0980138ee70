"""The framed form with the caller's own head and foot notes."""

from invoicing.render.themes import Theme

THEME = Theme(
    accent="#00635a",
    hairline="#8aa6a2",
    band="#e9f3f1",
    boxed=True,
    striped=True,
    takes_dynamic_text=True,
)
