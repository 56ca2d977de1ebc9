"""Adapters: each turns a public data set into a Scenario, and nothing else; there is no side model."""
