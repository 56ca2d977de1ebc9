"""Other ways to plan the same book, so that ours is not measured against itself alone.

One file a peer; `base` says what a peer is. A peer is started in its own process, gets the same book, seconds and
cores as our search, and hands back a plan. What the plan is worth, and whether it keeps the rules, our checker says.
"""

from benchmarks.peers.base import Peer, Unavailable, active_rules
from benchmarks.peers.greedy import Greedy
from benchmarks.peers.highs import Highs
from benchmarks.peers.naive import Naive
from benchmarks.peers.pyjobshop import PyJobShop
from benchmarks.peers.timefold import Timefold

__all__ = ["PEERS", "Peer", "Unavailable", "active_rules"]

PEERS: dict[str, type[Peer]] = {
    "greedy": Greedy,
    "naive": Naive,
    "highs": Highs,
    "timefold": Timefold,
    "pyjobshop": PyJobShop,
}
"""A peer is made when it is to solve: its library is imported, and its machine started, only then."""
