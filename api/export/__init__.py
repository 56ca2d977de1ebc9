"""Plans for other programs: spreadsheets and calendars."""

from api.export.calendars import calendar_of
from api.export.sheets import sheet_of, workbook_of

__all__ = ["calendar_of", "sheet_of", "workbook_of"]
