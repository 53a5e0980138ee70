"""Passwords: kept as scrypt (RFC 7914) with the parameters they were made with."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from random import Random

LENGTH_MIN, LENGTH_MAX = 8, 256
# OWASP Password Storage Cheat Sheet: N=2^14 (16 MiB), r=8, p=5 equals N=2^17, r=8, p=1.
COST = 1 << 14
BLOCK, PARALLEL = 8, 5
_KEY_BYTES = 32
_SALT_BITS = 128


def kept(password: str, random: Random) -> str:
    """What is stored of a password: parameters, salt and key."""
    salt = random.getrandbits(_SALT_BITS).to_bytes(_SALT_BITS // 8, "big")
    key = _derived(password, salt, COST, BLOCK, PARALLEL)
    return f"scrypt${COST}${BLOCK}${PARALLEL}${_text(salt)}${_text(key)}"


def fits(password: str, stored: str) -> bool:
    """Whether it is the password that is stored; as slow, and False, where none is."""
    if not stored:
        _derived(password, b"nobody's" * 2, COST, BLOCK, PARALLEL)
        return False
    _, cost, block, parallel, salt, key = stored.split("$")
    found = _derived(password, b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, b64decode(key))


def _derived(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode(),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=256 * block * (cost + parallel + 2),  # twice what it takes
        dklen=_KEY_BYTES,
    )


def _text(data: bytes) -> str:
    return b64encode(data).decode()
