"""Sets the brief on one sheet of A4, black and white, as PDF."""

import json
from pathlib import Path
from typing import Any

import typst

from kohkol.measuring.brief_text import spoken_day

TEMPLATE = Path(__file__).with_name("brief.typ")
SIZES = ("10.5", "10", "9.5", "9", "8.5", "8", "7.5")  # points; a usual morning fits at the first


def brief_pdf(content: dict[str, Any], *, printed: str, practice: bool) -> bytes:
    """The PDF of a kept brief, in the largest type with which it fits on one page; `printed`: when made, in words."""
    data = content | {"printed": printed, "practice": practice, "spoken_day": spoken_day(content["day"])}
    for size in SIZES:
        inputs = {"brief": json.dumps(data), "size": size}
        if pages(inputs) == 1:
            break
    pdf: bytes = typst.compile(str(TEMPLATE), sys_inputs=inputs)
    return pdf


def pages(inputs: dict[str, str]) -> int:
    """How many pages the template makes of these inputs."""
    return int(json.loads(typst.query(str(TEMPLATE), "<pages>", field="value", one=True, sys_inputs=inputs)))
