"""A saved radar has the same future as the one it was saved from, or is refused with a sentence."""

from pathlib import Path

import numpy as np
import pytest

from kohkol.engine.radar.batch import Batch
from kohkol.engine.radar.radar import Radar
from kohkol.engine.radar.settings import RadarSettings
from kohkol.engine.radar.snapshot import SnapshotRefused

RNG = np.random.default_rng(7)
WORDS = [f"kata{number}" for number in range(60)]
TEXTS = [" ".join(RNG.choice(WORDS, 7)) for _ in range(400)]


def batch(first: int, last: int) -> Batch:
    rows = np.arange(first, last)
    return Batch(rows + 1, 1_772_366_400_000 + rows * 30_000, TEXTS[first:last])


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Radar, Path]:
    radar = Radar()
    radar.push(batch(0, 200))
    path = tmp_path / "radar.state"
    radar.save(path)
    return radar, path


def test_the_future_is_the_same_to_the_byte(saved: tuple[Radar, Path], tmp_path: Path) -> None:
    radar, path = saved
    again = Radar.load(path)
    assert again.last_row == 200
    for one in (radar, again):
        one.pin(3)
    before, after = radar.push(batch(200, 400)), again.push(batch(200, 400))
    for name in ("story", "copy_of", "similarity", "campaign"):
        assert getattr(before, name).tobytes() == getattr(after, name).tobytes()
    assert radar.events() == again.events()
    radar.save(tmp_path / "one")
    again.save(tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_small_radar_makes_a_small_file(saved: tuple[Radar, Path]) -> None:
    assert saved[1].stat().st_size < 20_000_000


def test_a_damaged_snapshot_is_refused(saved: tuple[Radar, Path]) -> None:
    _, path = saved
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(SnapshotRefused, match="damaged"):
        Radar.load(path)


@pytest.mark.parametrize("size", [0, 5, 13, 40, 1000])
def test_half_a_snapshot_is_refused(saved: tuple[Radar, Path], size: int) -> None:
    _, path = saved
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(SnapshotRefused):
        Radar.load(path)


def test_another_version_is_refused(saved: tuple[Radar, Path]) -> None:
    _, path = saved
    path.write_bytes(path.read_bytes().replace(b'"version": ', b'"version": 9', 1))
    with pytest.raises(SnapshotRefused, match="version 9"):
        Radar.load(path)


def test_other_settings_are_refused(saved: tuple[Radar, Path]) -> None:
    with pytest.raises(SnapshotRefused, match="settings"):
        Radar.load(saved[1], RadarSettings(join_similarity=0.9))


def test_the_settings_for_floods_do_not_go_on_with_the_desk_s_state(saved: tuple[Radar, Path]) -> None:
    with pytest.raises(SnapshotRefused, match="settings"):
        Radar.load(saved[1], RadarSettings.for_floods())


def test_another_lexicon_is_refused(saved: tuple[Radar, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kohkol.engine.radar.radar.lexicon_digest", lambda: "other")
    with pytest.raises(SnapshotRefused, match="lexicon"):
        Radar.load(saved[1])


def test_a_missing_snapshot_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SnapshotRefused, match="cannot be read"):
        Radar.load(tmp_path / "none")


def test_a_failed_save_leaves_the_old_snapshot(saved: tuple[Radar, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    radar, path = saved
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        radar.save(path)
    assert path.read_bytes() == before
