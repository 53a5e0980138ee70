"""Quiet and spacious: white paper, one dark blue."""

from invoicing.render.themes import Theme

THEME = Theme()
