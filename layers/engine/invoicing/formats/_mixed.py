"""Text beside elements, which would be lost and could hide a part of a value."""

from typing import cast

from lxml import etree

from invoicing.formats import Element

# As many texts as elements that hold nothing but text: every text is alone in its element.
# There are no comments and instructions in what `safe_xml` parsed. Positions cost libxml2 a
# quarter of what the conditions below cost.
_each_alone = etree.XPath("count(//text()) = count(//*/node()[1]) - count(//*/*[1])")
# A step back to the parent would compare each one found with all the others.
_holders = etree.XPath("(/descendant::*[*][text()[normalize-space()]])[position() <= $most]")


def mixed(root: Element, most: int) -> list[Element]:
    """The first elements that hold text beside elements, white space aside."""
    return [] if _each_alone(root) else cast(list[Element], _holders(root, most=most))
