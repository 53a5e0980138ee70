"""A real browser (Debian's chromium), driven over its DevTools pipe; no package needed."""

import json
import os
import select
import shutil
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
ANSWER_TIMEOUT_S = 30
DESKTOP, PHONE = (1200, 900), (390, 844)
KEYS = {"Tab": (9, ""), "Enter": (13, "\r")}  # the number of a key, and what it writes


class Browser:
    """One page of one browser."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._rest = b""
        self._number = 0
        self._session = ""
        self.requested: list[str] = []
        self.told: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)
        self.loaded()

    def loaded(self) -> None:
        """Wait until the page that is being opened is there."""
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def look(self, size: tuple[int, int], *, dark: bool = False) -> None:
        """Be a screen of this size, by day or by night."""
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=size == PHONE,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key that has a name, such as Tab."""
        code, text = KEYS[key]
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 * shift}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def write(self, text: str) -> None:
        """Write a text where the focus is."""
        self.call("Input.insertText", text=text)

    def saves_to(self, folder: Path) -> None:
        """Keep downloads in a folder."""
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def wants(self, media: str = "", **features: str) -> None:
        """Be a medium (print), and a reader with preferences: prefers_reduced_motion="reduce"."""
        named = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items()]
        self.call("Emulation.setEmulatedMedia", media=media, features=named)

    def paper(self) -> bytes:
        """The page as its reader would print it, as PDF."""
        return b64decode(self.call("Page.printToPDF")["data"])

    def image(self) -> bytes:
        """The whole page as PNG, however long."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return b64decode(shot["data"])

    def value(self, script: str) -> Any:
        """What a script in the page comes to."""
        got = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def _next(self) -> dict[str, Any]:
        deadline = time.monotonic() + ANSWER_TIMEOUT_S
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._receive], [], [], deadline - time.monotonic())
            assert ready, "the browser says nothing"
            self._rest += os.read(self._receive, 1 << 20)
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        if message.get("method") == "Network.requestWillBeSent":
            self.requested.append(message["params"]["request"]["url"])
        if message.get("method") == "Runtime.bindingCalled":
            self.told.append(message["params"]["payload"])
        return message


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser whose profile is in the folder; ended afterwards."""
    to_browser, from_us = os.pipe()
    from_browser, to_us = os.pipe()
    # The browser reads from 3 and writes to 4, whatever numbers the pipes have here.
    run = f'exec "$0" "$@" 3<&{to_browser} 4>&{to_us}'
    command = ["bash", "-c", run, str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"]
    command += ["--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}", "about:blank"]
    with subprocess.Popen(
        command, pass_fds=(to_browser, to_us), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        os.close(to_browser)
        os.close(to_us)
        try:
            yield Browser(from_us, from_browser)
        finally:
            process.terminate()
            os.close(from_us)
            os.close(from_browser)
