"""An organization's print templates on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field

from invoicing.edge.wire.base import Name, Text, Wire, lean
from invoicing.model.print_template import PrintTemplate


class PrintTemplateInput(Wire):
    """A theme as the organization changes it, under a name of its own."""

    name: Annotated[Name, Field(min_length=1)]
    theme: Annotated[Name | None, Field(description="what it is based on")] = None
    accent: Annotated[Name | None, Field(description="a colour such as #1f4e79")] = None
    letterhead: Annotated[
        Literal["split", "banner", "centered"] | None, Field(description="where the logo stands")
    ] = None
    head_note: Text | None = None
    foot_note: Text | None = None
    types: Annotated[
        tuple[Name, ...] | None,
        Field(max_length=50, description="of documents that are printed so unasked"),
    ] = None

    def to_model(self) -> PrintTemplate:
        return PrintTemplate(**self.given())


def print_template_view(template: PrintTemplate) -> dict[str, Any]:
    """The template as the API spells it."""
    return {
        "name": template.name,
        **lean(
            {
                "theme": template.theme,
                "accent": template.accent,
                "letterhead": template.letterhead,
                "headNote": template.head_note,
                "footNote": template.foot_note,
                "types": template.types,
            }
        ),
    }
