"""The embedded AWS: its process, the deployed stack, and what the stack made."""

import asyncio
import contextlib
import json
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore.session
from botocore.exceptions import ClientError

from local.settings import HOST, PARAMETERS, REGION, STACK_NAME, Settings, StartError
from local.settings import aws_environment as _aws_environment
from local.template import PROXY_VARIABLE, code_folders, localize, read_template
from local.worker import Function

TEMPLATES = "notula-templates"
MESSAGE_MAX = 300
_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 30.0
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_ROLLED_BACK = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"}


@dataclass(frozen=True, slots=True)
class Deployment:
    """What stands after deploying: functions by logical id, and the template as translated."""

    created: bool
    functions: dict[str, Function]
    translated: dict[str, Any]

    @property
    def environment(self) -> dict[str, str]:
        """The variables of all functions together, for commands run beside them."""
        merged: dict[str, str] = {}
        for function in self.functions.values():
            merged = {**function.environment, **merged}
        return merged


class Cloud:
    """The embedded AWS of one stack, on the loopback address only."""

    def __init__(
        self,
        settings: Settings,
        port: int,
        mail_port: int,
        authorities: dict[str, str] | None = None,
    ) -> None:
        """`authorities` are the variables that lead functions to simulators."""
        self._settings = settings
        self._authorities = authorities or {}
        self._port = port
        self._mail_port = mail_port
        self.endpoint_url = f"http://{HOST}:{port}"

    async def start(self) -> None:
        """Start it and return once it answers. Raises StartError when it does not."""
        with (self._settings.logs / "aws.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "local.cloud_process",
                cwd=Path(__file__).parent.parent,
                env=self._environment(),
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_TIMEOUT_S
        while not await asyncio.to_thread(self._answers):
            if self.process.returncode is not None or time.monotonic() > deadline:
                raise StartError(
                    f"the embedded AWS did not start, see {self._settings.logs}/aws.log"
                )
            await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """End it; it writes its data first."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
            try:
                async with asyncio.timeout(_STOP_TIMEOUT_S):
                    await self.process.wait()
            except TimeoutError:
                self.process.kill()
                await self.process.wait()

    def deploy(self, functions_url: str) -> Deployment:
        """Create or update the stack from the template. Raises StartError with AWS's reason."""
        template = read_template(self._settings.template)
        formation = self._client("cloudformation")
        place = self._upload(json.dumps(localize(template, functions_url)))
        created = _put_stack(formation, template, place)
        answer = formation.get_template(StackName=STACK_NAME, TemplateStage="Processed")
        body = answer["TemplateBody"]
        self._verify_sender(template)
        return Deployment(
            created=created,
            functions=self._functions(formation, code_folders(template, self._settings.project)),
            translated=json.loads(body) if isinstance(body, str) else body,
        )

    def _upload(self, body: str) -> str:
        """Where CloudFormation finds the template: like SAM, in a bucket, for its size."""
        s3 = self._client("s3")
        with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
            location = {"LocationConstraint": s3.meta.region_name}
            s3.create_bucket(Bucket=TEMPLATES, CreateBucketConfiguration=location)
        s3.put_object(Bucket=TEMPLATES, Key="template.json", Body=body.encode())
        return f"https://s3.{s3.meta.region_name}.amazonaws.com/{TEMPLATES}/template.json"

    def _functions(self, formation: Any, folders: dict[str, Path]) -> dict[str, Function]:
        resources = formation.describe_stack_resources(StackName=STACK_NAME)["StackResources"]
        deployed = {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in resources
            if resource["ResourceType"] == "AWS::Lambda::Function"
        }
        lambda_ = self._client("lambda")
        return {
            logical_id: self._function(
                lambda_.get_function_configuration(FunctionName=name), folders[logical_id]
            )
            for logical_id, name in deployed.items()
            if logical_id in folders
        }

    def _function(self, configuration: dict[str, Any], folder: Path) -> Function:
        name: str = configuration["FunctionName"]
        variables = dict(configuration.get("Environment", {}).get("Variables", {}))
        variables.pop(PROXY_VARIABLE, None)
        engine = self._settings.project / "layers" / "engine"
        return Function(
            name=name,
            arn=configuration["FunctionArn"],
            handler=configuration["Handler"],
            folder=folder,
            timeout_s=configuration["Timeout"],
            memory_mb=configuration["MemorySize"],
            environment={
                **_aws_environment(self.endpoint_url),
                **self._authorities,
                "PYTHONPATH": str(engine),
                **variables,
            },
            log=self._settings.logs / f"{name.removeprefix(f'{STACK_NAME}-')}.log",
        )

    def _verify_sender(self, template: dict[str, Any]) -> None:
        """Mail from an identity nobody verified is refused, here as by SES."""
        sender = _parameters(template).get("MailSender")
        if sender:
            with contextlib.suppress(self._client("sesv2").exceptions.AlreadyExistsException):
                self._client("sesv2").create_email_identity(EmailIdentity=sender)

    def _client(self, service: str) -> Any:
        return botocore.session.Session().create_client(
            service,
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id="test",
            # The embedded AWS knows one caller, by this name.
            aws_secret_access_key="test",  # noqa: S106
        )

    def _answers(self) -> bool:
        try:
            # The address is our own.
            with urllib.request.urlopen(  # noqa: S310
                f"{self.endpoint_url}/_ministack/health", timeout=2
            ) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _environment(self) -> dict[str, str]:
        data = self._settings.home / "aws"
        scratch = data / "tmp"
        scratch.mkdir(parents=True, exist_ok=True)
        return {
            **_aws_environment(self.endpoint_url),
            "TMPDIR": str(scratch),
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": HOST,
            "MINISTACK_HOST": HOST,
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(data / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(data / "s3"),
            "SMTP_HOST": f"{HOST}:{self._mail_port}",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
        }


def _parameters(template: dict[str, Any]) -> dict[str, str]:
    declared = template.get("Parameters", {})
    return {name: value for name, value in PARAMETERS.items() if name in declared}


def _put_stack(formation: Any, template: dict[str, Any], place: str) -> bool:
    """Whether the stack is new; it is up to date when this returns."""
    status = _status(formation)
    if status in _ROLLED_BACK:
        formation.delete_stack(StackName=STACK_NAME)
        _settle(formation)
        status = None
    parameters = [
        {"ParameterKey": name, "ParameterValue": value}
        for name, value in _parameters(template).items()
    ]
    request = {
        "StackName": STACK_NAME,
        "TemplateURL": place,
        "Parameters": parameters,
        "Capabilities": _CAPABILITIES,
    }
    try:
        if status is None:
            formation.create_stack(**request)
        else:
            formation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return False
        told = error.response["Error"].get("Message", "")[-MESSAGE_MAX:]
        raise StartError(f"template.yaml cannot be deployed: {told}") from error
    settled = _settle(formation)
    if settled not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        raise StartError(f"template.yaml cannot be deployed: {_reason(formation)}")
    return status is None


def _status(formation: Any) -> str | None:
    try:
        stacks = formation.describe_stacks(StackName=STACK_NAME)["Stacks"]
    except ClientError:
        return None
    status: str = stacks[0]["StackStatus"]
    return None if status == "DELETE_COMPLETE" else status


def _settle(formation: Any) -> str | None:
    while (status := _status(formation)) and status.endswith("_IN_PROGRESS"):
        time.sleep(0.05)
    return status


def _reason(formation: Any) -> str:
    events = formation.describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    reasons = [
        f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
        for event in events
        if event["ResourceStatus"].endswith("_FAILED") and event.get("ResourceStatusReason")
    ]
    return reasons[-1] if reasons else "no reason was given"
