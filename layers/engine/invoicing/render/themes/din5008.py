"""A business letter for the window envelopes of Germany and Austria. Source: DIN 5008, form B."""

from invoicing.render.themes import Theme, Window

THEME = Theme(
    window=Window(
        x_mm=25,
        y_mm=62.7,
        width_mm=80,
        lines_max=6,
        facts_x_mm=125,
        facts_y_mm=50,
        title_y_mm=98.5,
        fold_marks_mm=(105, 148.5, 210),
    )
)
