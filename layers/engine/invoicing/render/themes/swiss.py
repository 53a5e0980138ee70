"""A business letter for Swiss envelopes with the window at the right. Source: SN 10130."""

from invoicing.render.themes import Theme, Window

THEME = Theme(
    accent="#b3131b",
    window=Window(
        x_mm=120,
        y_mm=58,
        width_mm=72,
        lines_max=7,
        facts_x_mm=20,
        facts_y_mm=55,
        title_y_mm=90,
    ),
)
