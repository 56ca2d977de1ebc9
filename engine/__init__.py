"""Fairload's engine: a scenario in, a verified staffing plan out."""
