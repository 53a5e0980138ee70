"""A printed form, as Italian accounting programs lay invoices out: frames, little colour."""

from invoicing.render.themes import Theme

THEME = Theme(accent="#2b2f36", hairline="#8a929c", band="#eceef1", boxed=True)
