"""The From line of a mail names one sender, whatever the organization is called."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from invoicing.outbound.mail import Message, write_message

SENDER = "billing@example.com"
EVIL = '"x" <evil@example.org>, y: z; (w) \\'


def mailed(name: str) -> EmailMessage:
    message = Message(to=("a@example.com",), subject="s", text="t", sender_name=name)
    return message_from_bytes(write_message(message, SENDER), policy=policy.default)


@pytest.mark.parametrize("length", [0, 20, 60, 61, 100, 250, 1000])
@pytest.mark.parametrize("filling", ["Lipa, d.o.o. ", "Čebela <", EVIL])
def test_a_long_or_hostile_name_adds_no_address_and_breaks_no_header(filling, length):
    mail = mailed((filling * 1000)[:length] + EVIL)
    (sender,) = mail["from"].addresses
    assert sender.addr_spec == SENDER
    assert (mail.defects, list(mail["from"].defects), mail["subject"]) == ([], [], "s")


def test_a_name_that_fits_is_kept_as_it_is():
    name = 'Lipa, d.o.o. (Ljubljana) "<3>"'
    (sender,) = mailed(name)["from"].addresses
    assert sender.display_name == name
