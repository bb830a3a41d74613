"""Networks without an open door for offices: everything is made ready, a person posts it and reports it back."""

from functools import partial

from kohkol.channels.by_hand.handing_over import HandWriter
from kohkol.channels.by_hand.places import PLACES
from kohkol.channels.contract import Network, Reliability

NETWORKS = tuple(
    Network(
        name=place.name,
        title=place.title,
        reliability=Reliability.BLIND,
        by_hand=True,
        writer=partial(HandWriter, place=place),
    )
    for place in PLACES
)
