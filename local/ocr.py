"""Text of images on this machine: RapidOCR, whose models are inside its wheel."""

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

THREADS = 1  # more take longer in all, and make nothing better
SIDE_MAX_PX = 2400
DETECTION_PX = 1280  # lines are found on a smaller copy, and read on the large one


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, how sure the model is of it, and its place in shares of the image."""

    text: str
    confidence: float
    left: float
    top: float
    width: float
    height: float


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 - 2 s and 300 MB, when the first image comes

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # pages stand upright
            "Global.max_side_len": SIDE_MAX_PX,
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTION_PX,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        }
    )


def read_lines(data: bytes) -> list[Line]:
    """The lines of text on a PNG or JPEG."""
    import numpy  # noqa: PLC0415 - comes with RapidOCR

    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((SIDE_MAX_PX, SIDE_MAX_PX))
    found = _engine()(numpy.asarray(image)[:, :, ::-1])
    if found.boxes is None:
        return []
    lines = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs = [float(x) / image.width for x, _ in corners]
        ys = [float(y) / image.height for _, y in corners]
        lines.append(
            Line(text, float(score), min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        )
    return lines
