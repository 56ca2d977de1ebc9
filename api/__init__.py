"""Fairload for people and programs: the command line, the HTTP service, and the plan board.

Everything in this package sees the engine through its doorway, ``import engine``, and nothing else of it.
"""
