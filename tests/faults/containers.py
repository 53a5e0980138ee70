"""Containers: own copies of the functions with own ports, so that they can die one by one."""

import importlib.util
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.support.world import ROOT, Context, World, router, translated

from invoicing.usecases.ports import Ports

_serial = count()


@dataclass
class Container:
    """One warm Lambda environment for all functions; it forgets everything when killed."""

    world: World
    ports: Ports = field(init=False)
    modules: dict[str, ModuleType] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A cold start."""
        self.ports = self.world.ports()
        for loaded in self.modules.values():
            loaded.ports = lambda: self.ports  # type: ignore[attr-defined]

    def function(self, folder: str) -> Any:
        if folder not in self.modules:
            name = f"container_{next(_serial)}_{folder}"
            path = ROOT / "functions" / folder / "app.py"
            spec = importlib.util.spec_from_file_location(name, path)
            assert spec is not None
            assert spec.loader is not None
            loaded = importlib.util.module_from_spec(spec)
            sys.modules[name] = loaded
            spec.loader.exec_module(loaded)
            loaded.ports = lambda: self.ports  # type: ignore[attr-defined]
            self.modules[folder] = loaded
        return self.modules[folder].handler

    def invoke(self, event: dict[str, Any], method: str, path: str) -> dict[str, Any]:
        """The function's raw answer to an HTTP event."""
        found = router().match(method, path)
        assert found is not None, (method, path)
        route, _ = found
        code = translated()["Resources"][route.function]["Properties"]["Code"]["S3Key"]
        result: dict[str, Any] = self.function(Path(code).name)(event, Context(route))
        return result
