"""Fairload for people and programs: the command line here, the HTTP service beside it later.

Everything in this package sees the engine through its doorway, ``import engine``, and nothing else of it.
"""
