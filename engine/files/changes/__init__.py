"""The kinds of change an overlay may hold. Each is a typed object that can be read as a sentence, and that says
which values of the base it touches.
"""
