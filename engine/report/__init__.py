"""What a plan amounts to: figures, reasons for what is missing, the plan document, tables."""

from engine.report.document import document_text, plan_document
from engine.report.fairness import fairness
from engine.report.kpis import kpis
from engine.report.people import people
from engine.report.projects import projects
from engine.report.reading import read_plan
from engine.report.shapes import PlanDocument, plan_schema
from engine.report.shortfalls import shortfalls
from engine.report.tables import allocations_csv, people_csv, projects_csv
from engine.report.tally import Ledger
from engine.report.writing import write_out, write_text

__all__ = [
    "Ledger",
    "PlanDocument",
    "allocations_csv",
    "document_text",
    "fairness",
    "kpis",
    "people",
    "people_csv",
    "plan_document",
    "plan_schema",
    "projects",
    "projects_csv",
    "read_plan",
    "shortfalls",
    "write_out",
    "write_text",
]
