"""Where a local stack keeps its data, and which ports it uses."""

import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
REGION = "eu-central-1"
STACK_NAME = "notula"

# Values of the template's parameters on a laptop; others keep the template's default.
PARAMETERS = {
    "Stage": "local",
    "MailSender": "invoices@notula.example",
    "AuthorizerCacheSeconds": "0",
    "TokenRequestsPerMinute": "0",
    "OrganizationsByAccounts": "true",
}

# What a variable of the caller's shell may reach a child process: a profile or an endpoint of a
# real AWS account must not.
INHERITED_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")


class StartError(Exception):
    """The stack cannot start; the text is the one line a user needs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One stack: the project it serves, the folder of its data, the port of its API."""

    project: Path
    home: Path
    port: int

    @property
    def template(self) -> Path:
        return self.project / "template.yaml"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}"


@dataclass(frozen=True, slots=True)
class Ports:
    """The inner ports of a stack, the same on every start unless something took one."""

    aws: int
    mail: int
    functions: int
    furs: int
    cis: int
    at: int
    text: int


def aws_environment(endpoint_url: str) -> dict[str, str]:
    """Variables under which an AWS client talks to the embedded AWS and to nothing else."""
    inherited = {name: os.environ[name] for name in INHERITED_VARIABLES if name in os.environ}
    return {
        **inherited,
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": f"{HOST},localhost",
        "TZ": "UTC",
    }


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def remembered_ports(home: Path) -> Ports:
    """The ports of the last start where they are still free, others otherwise."""
    file = home / "ports.json"
    known: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    taken: set[int] = set()
    for name in Ports.__slots__:
        port = known.get(name, 0)
        if not port or port in taken or not is_free(port):
            port = _free_port(taken)
        known[name] = port
        taken.add(port)
    file.write_text(json.dumps(known))
    return Ports(**known)


def _free_port(taken: set[int]) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port: int = probe.getsockname()[1]
        if port not in taken:
            return port
