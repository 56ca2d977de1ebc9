"""The CP-SAT model: what the solver decides (`variables`), and the draft that rules write into."""
