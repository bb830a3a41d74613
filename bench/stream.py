"""Writes a stream of posts as a big office hears it: half talk, a third copies, the rest events that grow."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kohkol.engine.text.normalise import canonical_table

SEED = 20260304
START = datetime(2026, 3, 1, tzinfo=UTC)


def write_posts(path: Path, count: int, *, start: datetime = START) -> None:
    """Write `count` posts over the ten days from `start` as NDJSON, the same each time.

    Words are drawn from the product's own table of Indonesian roots by a power law, as in real text.
    """
    dice = random.Random(SEED)
    words = sorted({word for word in canonical_table().values() if word.isalpha() and len(word) > 3})
    dice.shuffle(words)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    talk = dice.choices(words, weights, k=count * 14)
    events: list[list[str]] = []
    recent: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            kind = dice.random()
            own = talk[number * 14 : number * 14 + dice.randint(6, 14)]
            if kind < 0.3 and recent:
                text = ("Info dari grup sebelah: " if dice.random() < 0.3 else "") + dice.choice(recent[-2000:])
            elif kind < 0.5:
                if not events or dice.random() < 0.02:
                    events.append(dice.choices(words, k=9))
                text = " ".join(dice.sample(dice.choice(events[-200:]), 6) + own[:5])
            else:
                text = " ".join(own)
            recent.append(text)
            at = start + timedelta(seconds=number * 864_000 / count)
            account = f"akun{dice.randrange(count // 4)}"
            row = {"id": f"b{number}", "at": at.isoformat(), "text": text, "author": account, "network": "x"}
            row["url"] = f"https://x.com/{account}/status/{number}"
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
