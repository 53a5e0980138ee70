"""Passwords are kept as scrypt, each with its own salt and the parameters it was made with."""

import base64
import hashlib
from random import Random
from unittest.mock import patch

import pytest

from invoicing.safe import safe_password
from invoicing.safe.safe_password import fits, kept


def test_what_is_kept_is_scrypt_with_its_parameters():
    stored = kept("correct horse", Random(1))
    name, cost, block, parallel, salt, key = stored.split("$")
    assert (name, cost, block, parallel) == ("scrypt", "16384", "8", "5")
    expected = hashlib.scrypt(
        b"correct horse",
        salt=base64.b64decode(salt),
        n=16384,
        r=8,
        p=5,
        dklen=32,
        maxmem=64 << 20,
    )
    assert base64.b64decode(key) == expected
    assert len(base64.b64decode(salt)) == 16
    assert fits("correct horse", stored)


@pytest.mark.parametrize("other", ["", "Correct horse", "correct horse ", "correct hörse"])
def test_no_other_password_fits(other):
    with patch.object(safe_password, "COST", 2):
        assert not fits(other, kept("correct horse", Random(1)))


def test_nothing_fits_where_no_password_is_kept():
    with patch.object(safe_password, "COST", 2):
        assert not fits("", "")
        assert not fits("nobody's", "")


def test_equal_passwords_are_kept_differently_and_old_parameters_stay_readable():
    random = Random(1)
    with patch.object(safe_password, "COST", 2):
        one, other = kept("correct horse", random), kept("correct horse", random)
    assert one != other
    assert fits("correct horse", one)
