"""Yardsticks: public instances, other planners, and the protocol by which they are compared."""
