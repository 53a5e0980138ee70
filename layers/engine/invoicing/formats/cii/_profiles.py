"""The profiles of CII: their identifiers, and which business terms they leave out.

Source: Factur-X 1.09 / ZUGFeRD 2.5, the schemas of the profiles.
"""

import re
from dataclasses import dataclass

EN_16931 = "urn:cen.eu:en16931:2017"
_XRECHNUNG = "urn:xeinkauf.de:kosit:xrechnung_3.0"
_PEPPOL = "urn:fdc:peppol.eu:2017:poacc:billing"
_TERM = re.compile(r"BT-(\d+)")


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile's identifiers, and the numbers of the business terms it has no place for."""

    specification: str  # BT-24
    process: str = ""  # BT-23
    without: frozenset[int] = frozenset()

    def has(self, term: str) -> bool:
        """Whether a row's term ("BT-31, BT-32") is part of the profile; groups always are."""
        numbers = _TERM.findall(term)
        return not numbers or any(int(number) not in self.without for number in numbers)


_LINES = frozenset(range(126, 162))
# What BASIC lacks: references, contacts, cards, attachments, and most of what describes an item.
_BASIC = frozenset(
    {7, 11, 14, 15, 17, 18, 33, 41, 42, 43, 56, 57, 58, 82, 85, 86, 87, 88, 114}
    | {122, 123, 124, 125, 128, 132, 133, 154, 155, 156, 158, 159, 160, 161}
)
_MINIMUM = {1, 2, 3, 5, 10, 13, 23, 24, 27, 30, 31, 32, 40, 44, 47, 109, 110, 112, 115}

PROFILES = {
    "minimum": Profile("urn:factur-x.eu:1p0:minimum", without=frozenset(range(166)) - _MINIMUM),
    "basicwl": Profile("urn:factur-x.eu:1p0:basicwl", without=_BASIC | _LINES),
    "basic": Profile(f"{EN_16931}#compliant#urn:factur-x.eu:1p0:basic", without=_BASIC),
    "en16931": Profile(EN_16931),
    "extended": Profile(f"{EN_16931}#conformant#urn:factur-x.eu:1p0:extended"),
    "xrechnung": Profile(f"{EN_16931}#compliant#{_XRECHNUNG}", f"{_PEPPOL}:01:1.0"),
    "peppol": Profile(f"{EN_16931}#compliant#{_PEPPOL}:3.0", f"{_PEPPOL}:01:1.0"),
}
EXTENDED = PROFILES["extended"].specification
_BY_SPECIFICATION = {profile.specification: name for name, profile in PROFILES.items()}


def profile_of(specification: str) -> str:
    """The profile a specification identifier names; "en16931" for identifiers of other CIUS.

    ZUGFeRD 2.0 spelled its own names in the middle of the identifier.

    >>> profile_of("urn:zugferd.de:2p0:minimum"), profile_of("urn:example:cius")
    ('minimum', 'en16931')
    """
    known = specification.strip().replace("urn:zugferd.de:2p0", "urn:factur-x.eu:1p0")
    return _BY_SPECIFICATION.get(known, "en16931")
