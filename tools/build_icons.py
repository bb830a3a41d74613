"""Builds the one sprite of icons that the screens use, from an unpacked @tabler/icons package.

usage: python tools/build_icons.py PACKAGE_FOLDER [NEW_NAME ...]

Keeps the icons that are in the sprite and adds the new ones.
"""

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).parents[1] / "src/kohkol/look/static/look/icons.svg"
NAMES = set(re.findall(r"symbol id=\"([a-z0-9-]+)\"", SPRITE.read_text())) | set(sys.argv[2:])


def symbol(name: str, svg: str) -> str:
    """One icon as a symbol, its drawing unchanged."""
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)
    if drawing is None:
        raise ValueError(f"{name}: no drawing")
    inner = re.sub(r"\s+", " ", drawing.group(1)).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def main(package: Path) -> None:
    icons = package / "icons" / "outline"
    missing = [name for name in NAMES if not (icons / f"{name}.svg").exists()]
    if missing:
        sys.exit(f"not in the package: {', '.join(missing)}")
    body = "\n".join(symbol(name, (icons / f"{name}.svg").read_text()) for name in sorted(set(NAMES)))
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
