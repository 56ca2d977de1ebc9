"""What the fork server loads before the first job: the solver and all that reads a scenario."""

import api.jobs.child
import engine

LOADED = (engine.solve, engine.load_text, engine.plan_document, engine.read_plan, api.jobs.child.main)
