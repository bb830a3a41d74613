"""The desk on posts that the practice week does not contain: a day of news headlines, by whoever has that file."""

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.journey import measuring, person, voices
from tests.journey.desk import Desk, running

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(290)]
BESIDE = Path(__file__).parents[3] / "shared" / "data"
NEWS = Path(os.environ.get("KOHKOL_CORPORA") or BESIDE) / "stories" / "uci_news_day1.ndjson"
LINES = 1000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running(tmp_path / "data") as found:
        yield found


def as_of_today(lines: list[str]) -> str:
    """The posts with the same distances in time, the last of them now: a desk looks at today, not at 2014."""
    posts = [json.loads(line) for line in lines]
    shift = voices.now() - datetime.fromisoformat(posts[-1]["at"]) - timedelta(minutes=1)
    for post in posts:
        post["at"] = (datetime.fromisoformat(post["at"]) + shift).isoformat()
    return "".join(json.dumps(post) + "\n" for post in posts)


@pytest.mark.skipif(not NEWS.exists(), reason=f"{NEWS.name} is not here: name its folder's parent in KOHKOL_CORPORA")
def test_a_day_of_news_becomes_stories_an_issue_and_a_brief(desk: Desk, invite, tmp_path: Path) -> None:
    file = tmp_path / "berita.ndjson"
    with NEWS.open(encoding="utf-8") as lines:
        file.write_text(as_of_today([next(lines) for _ in range(LINES)]), "utf-8")
    tatang = invite("Tatang")
    tatang.open("/meja/dengar/impor/")
    tatang.page.get_by_label("Berkas kiriman").set_input_files(file)
    tatang.press("Unggah")
    tatang.waits_for("1.000 kiriman baru")

    tatang.open("/meja/isu/")
    tatang.waits_for("Belum jadi isu", seconds=60)
    waiting = tatang.page.locator("#belum-jadi-isu li")
    for _ in range(30):  # until the radar has placed enough of them
        if waiting.count() >= 5:
            break
        tatang.page.wait_for_timeout(1000)
        tatang.page.reload()
    assert waiting.count() >= 5
    tatang.press("Jadikan isu")
    title = tatang.page.locator("h1").inner_text()
    voiced = re.search(r"(\d+) suara publik", tatang.reads())
    assert voiced, tatang.reads()
    assert int(voiced[1]) >= 3
    tatang.press("Saya tangani")
    measuring.makes_the_morning_brief(tatang, title.split()[0])
    assert person.PROBLEMS == []
