"""Reading template.yaml, and the few changes that let the embedded AWS deploy it.

Parameters, conditions and references are resolved by CloudFormation, here as in AWS: what this
module changes is only where a function's code runs.
"""

from pathlib import Path
from typing import Any

import yaml

PROXY_VARIABLE = "MINISTACK_LAMBDA_PROXY_URL"

# Code reaches a local function by path, so its layers need no archive; alarms only watch.
_LEFT_OUT = {"AWS::Serverless::LayerVersion", "AWS::CloudWatch::Alarm"}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, and dates left as the text they are."""


def _long_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _long_form)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_template(path: Path) -> dict[str, Any]:
    """The template as plain data, every short tag (`!Ref x`) in its long form (`{"Ref": x}`)."""
    # The loader is a SafeLoader: it builds no object beyond plain data.
    template: dict[str, Any] = yaml.load(path.read_text(), _Loader)  # noqa: S506
    return template


def code_folders(template: dict[str, Any], project: Path) -> dict[str, Path]:
    """The folder of each function's code, by the function's logical id."""
    default = _globals(template).get("CodeUri", ".")
    return {
        logical_id: (project / resource["Properties"].get("CodeUri", default)).resolve()
        for logical_id, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def localize(template: dict[str, Any], functions_url: str) -> dict[str, Any]:
    """The template to deploy: the same resources, with functions that run at `functions_url`.

    Invocations by streams, queues, buckets and schedules reach `<functions_url>/<logical id>`.
    """
    resources: dict[str, Any] = {}
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] in _LEFT_OUT:
            continue
        if resource["Type"] == "AWS::Serverless::Function":
            properties = _localize_function(resource["Properties"], f"{functions_url}/{logical_id}")
            resources[logical_id] = {**resource, "Properties": properties}
        else:
            resources[logical_id] = resource
    localized = {**template, "Resources": resources}
    if "Globals" in template:
        shared = {k: v for k, v in _globals(template).items() if k not in {"Layers", "CodeUri"}}
        localized["Globals"] = {**template["Globals"], "Function": shared}
    return localized


def _localize_function(properties: dict[str, Any], url: str) -> dict[str, Any]:
    kept = {k: v for k, v in properties.items() if k not in {"CodeUri", "Layers"}}
    environment = dict(kept.get("Environment") or {})
    environment["Variables"] = {**environment.get("Variables", {}), PROXY_VARIABLE: url}
    return {**kept, "InlineCode": "# runs beside the embedded AWS", "Environment": environment}


def _globals(template: dict[str, Any]) -> dict[str, Any]:
    shared: dict[str, Any] = template.get("Globals", {}).get("Function", {})
    return shared
