"""Opaque, time-sortable ids (ULID): 48 bits of milliseconds, 80 random bits, Crockford base 32."""

from datetime import datetime
from random import Random

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(now: datetime, random: Random) -> str:
    """26 characters; ids of later milliseconds sort behind. Source: github.com/ulid/spec."""
    number = (int(now.timestamp() * 1000) << 80) | random.getrandbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -5, -5))
