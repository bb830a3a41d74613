"""Lets the ledger deliver under trouble in this process and prints what became of it as JSON: the child of `ledger`."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

import kohkol.config.ready  # noqa: F401
from bench.ledger_scene import connector, open_office, queue
from kohkol.channels.testing import Behaviour, FakeNetwork
from kohkol.facts.models import SheetVersion
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.models import Delivery
from kohkol.publishing.states import DeliveryState

SEED = 20260304
LOST_ANSWERS = (Behaviour.TIME_OUT_AFTER, Behaviour.TIME_OUT_BEFORE, Behaviour.ACCEPT_LATE, Behaviour.CRASH)
MOST_ROUNDS = 400
ROUND = timedelta(seconds=30)  # of the clock that the ledger is given


def delivered(work: Callable[[datetime], object], fake: FakeNetwork) -> dict[str, int]:
    """Rounds of the ledger until nothing moves by itself any more; what the network and the ledger say then."""
    at = timezone.now()
    for _ in range(MOST_ROUNDS):
        work(at)
        if not Delivery.objects.exclude(state=DeliveryState.SENT).exists():
            break
        at += ROUND
    live = Counter(post.text for post in fake.live)
    states = Counter(Delivery.objects.values_list("state", flat=True))
    return {
        "deliveries": sum(states.values()),
        "sent": states[DeliveryState.SENT],
        "live": len(live),
        "doubled": sum(1 for times in live.values() if times > 1),
        "failed": states[DeliveryState.FAILED],
    }


def lost_answers(deliveries: int) -> dict[str, int]:
    """Each first call ends without an answer: half of them are live all the same."""
    queue(open_office(at=timezone.now()), messages=1, accounts=deliveries, at=timezone.now())
    fake = FakeNetwork()
    fake.next_calls.extend(LOST_ANSWERS[number % len(LOST_ANSWERS)] for number in range(deliveries))
    return delivered(lambda at: Ledger("ukur", lambda: at, connector(fake)).sweep(), fake)


def told_to_wait(deliveries: int) -> dict[str, int]:
    """The network asks for three hours of patience, several times over."""
    queue(open_office(at=timezone.now()), messages=1, accounts=deliveries, at=timezone.now())
    fake = FakeNetwork(wait=timedelta(minutes=180))
    fake.next_calls.extend([Behaviour.RATE_LIMIT] * deliveries)
    return delivered(lambda at: Ledger("ukur", lambda: at, connector(fake)).sweep(), fake)


def killed(deliveries: int, folder: Path) -> dict[str, int]:
    """Workers that are killed with SIGKILL at a step drawn by chance, one after the other; then one that lives."""
    queue(open_office(at=timezone.now()), messages=1, accounts=deliveries, at=timezone.now())
    dice, fake, started = random.Random(SEED), FakeNetwork(file=folder / "network.ndjson"), timezone.now()
    for number in range(deliveries):
        at = started + number * timedelta(minutes=4)
        words = ["one_worker", str(fake.file), at.isoformat(), str(dice.randrange(1, 12))]
        child = subprocess.run([sys.executable, "-m", "bench.ledger_run", *words], check=False)
        assert child.returncode in {0, -signal.SIGKILL}
    later = timedelta(minutes=4 * deliveries + 4)
    return delivered(lambda at: Ledger("ukur", lambda: at + later, connector(fake)).sweep(), fake)


def one_worker(file: str, at: str, steps: str) -> None:
    """A worker that kills itself after so many steps."""
    left = int(steps)

    def step(_name: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    now = datetime.fromisoformat(at)
    Ledger(f"pekerja-{os.getpid()}", lambda: now, connector(FakeNetwork(file=Path(file))), step=step).sweep()


def throughput(deliveries: int) -> dict[str, float]:
    """A queue as long as a big day, and a network that answers at once: the ledger's own pace."""
    accounts = 50
    at = timezone.now()
    queue(open_office(at=at), messages=deliveries // accounts, accounts=accounts, at=at)
    fake = FakeNetwork()
    ledger = Ledger("ukur", timezone.now, connector(fake))
    started = time.perf_counter()
    while ledger.sweep():
        pass
    seconds = time.perf_counter() - started
    assert SheetVersion.objects.exists()
    live = Counter(post.text for post in fake.live)
    return {"deliveries": deliveries, "live": len(live), "doubled": len(fake.live) - len(live), "seconds": seconds}


def main(name: str, *words: str) -> None:
    """Run the scene of that name."""
    if name == "one_worker":
        one_worker(*words)
        return
    scenes: dict[str, Callable[[], object]] = {
        "lost_answers": lambda: lost_answers(int(words[0])),
        "told_to_wait": lambda: told_to_wait(int(words[0])),
        "killed": lambda: killed(int(words[0]), Path(os.environ["KOHKOL_DATA"])),
        "throughput": lambda: throughput(int(words[0])),
    }
    print(json.dumps(scenes[name]()))


if __name__ == "__main__":
    main(*sys.argv[1:])
