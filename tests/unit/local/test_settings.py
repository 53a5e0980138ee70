"""Ports and environment of a local stack."""

import json
import socket

import pytest
from local.settings import aws_environment, is_free, remembered_ports


def test_ports_are_the_same_on_the_next_start(tmp_path):
    assert remembered_ports(tmp_path) == remembered_ports(tmp_path)


def test_port_that_was_taken_meanwhile_is_replaced(tmp_path):
    first = remembered_ports(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.aws))
        other.listen()
        assert not is_free(first.aws)
        second = remembered_ports(tmp_path)
    assert second.aws != first.aws
    assert second.mail == first.mail
    assert json.loads((tmp_path / "ports.json").read_text())["aws"] == second.aws


@pytest.mark.parametrize("name", ["AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTP_PROXY", "PYTHONPATH"])
def test_the_shells_own_aws_account_does_not_reach_a_function(monkeypatch, name):
    monkeypatch.setenv(name, "real")
    environment = aws_environment("http://127.0.0.1:1")
    assert name not in environment
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == "/dev/null"
