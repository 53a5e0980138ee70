"""The routes of the template, one on a line, with the folder that answers each."""

from pathlib import Path

from local.template import read_template

TEMPLATE = Path(__file__).resolve().parent.parent / "template.yaml"


def route_list() -> str:
    """Lines such as "GET /v1/Documents/{id} get", in the order of paths; without the door."""
    lines = []
    for resource in read_template(TEMPLATE)["Resources"].values():
        properties = resource.get("Properties", {})
        for event in properties.get("Events", {}).values():
            route = event["Properties"]
            if event["Type"] == "HttpApi" and route["Path"].startswith("/v1/"):
                folder = Path(properties["CodeUri"]).name
                lines.append((route["Path"], route["Method"].upper(), folder))
    return "".join(
        f"{method} {path} {folder}\n" for path, method, folder in sorted(lines) if "+" not in path
    )
