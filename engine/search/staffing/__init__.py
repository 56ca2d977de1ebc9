"""Staffing by flow: large books of fixed phases, planned by min-cost flows on two to four people at a time.

A book whose dates stand is a network with a few rules on top: demands flow into people's weeks. So the network bounds
it (`bound`), a flow that drops what the rules do not allow is a plan (`dive`), and the same dive on a few people,
again and again, is the search (`local`). docs/search.md tells what was measured.
"""
