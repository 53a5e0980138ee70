"""Where templates stand."""

TEMPLATE = "TEMPLATE"
