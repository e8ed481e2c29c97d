"""The catalogue of codes: every finding and every usage error has one entry here."""

from reassure.model.branch_codes import BRANCH_CODES
from reassure.model.check_codes import CHECK_CODES
from reassure.model.code import Code
from reassure.model.movement_codes import MOVEMENT_CODES
from reassure.model.progress_codes import PROGRESS_CODES

__all__ = ["CATALOGUE", "Code"]

CATALOGUE: dict[str, Code] = {
    "IO-FOLDER-001": Code("No plan folder", "The folder to read does not exist."),
    "IO-FOLDER-002": Code("Folder in use", "A folder to write to already holds something else."),
    "IO-FOLDER-003": Code("Two runs at once", "Another run is writing to the same folder."),
    "IO-PACKAGE-001": Code("No datapackage.json", "The folder is not a plan folder."),
    "IO-PACKAGE-002": Code("Unreadable datapackage.json", "The file is not JSON of an object."),
    "IO-PACKAGE-003": Code("Newer format", "The plan was written by a later version."),
    "IO-PACKAGE-004": Code("Bad plan heading", "A value under the key 'reassure' does not hold."),
    "IO-PACKAGE-005": Code(
        "Bad list of tables",
        "What datapackage.json says of the tables' files has another shape than a data package.",
    ),
    "IO-FILE-001": Code("Missing table", "A table that datapackage.json lists has no file."),
    "IO-FILE-002": Code("Empty file", "A table's file has not even a header line."),
    "IO-FILE-003": Code("Not UTF-8", "The bytes of the file are not UTF-8 text."),
    "IO-FILE-004": Code("Ragged row", "A row has more cells than the header."),
    "IO-FILE-005": Code("Unknown table", "A CSV file is none of the tables of a plan."),
    "IO-FILE-006": Code("Byte order mark", "The file starts with a mark that plain UTF-8 lacks."),
    "IO-FILE-007": Code("Broken quotes", "A quoted cell is not closed."),
    "IO-FILE-008": Code("Not commas", "The columns are separated by another sign than a comma."),
    "IO-FILE-009": Code(
        "A workbook", "The file holds a spreadsheet program's own format under the name of a CSV."
    ),
    "IO-COLUMN-001": Code("Missing column", "A column that must be filled is not there."),
    "IO-COLUMN-002": Code("Unknown column", "A column is none of the table's fields."),
    "IO-COLUMN-003": Code("Column twice", "Two columns have the same name."),
    "IO-COLUMN-004": Code(
        "Column left out",
        "A column that datapackage.json lists is not in the file; its cells are taken as empty, "
        "so defaults stand in for whatever was there.",
    ),
    "IO-EMPTY-001": Code("Empty cell", "A cell that must be filled is empty."),
    "IO-TYPE-001": Code("Wrong type", "A cell does not hold what its field is made of."),
    "IO-TYPE-002": Code("Decimal comma", "A number is written with a comma as decimal sign."),
    "IO-TYPE-003": Code("Thousands separator", "A number is written with separated thousands."),
    "IO-TYPE-004": Code("Not a finite number", "A number is infinite or not a number."),
    "IO-TEXT-001": Code(
        "Sign that no text may hold",
        "A control character, mostly pasted along unseen, that pages and drawings cannot show, or "
        "that turns the text around it, so that it reads as something else.",
    ),
    "IO-TEXT-002": Code(
        "Text too long", "A text has more characters than its field takes, so no page can show it."
    ),
    "IO-RANGE-001": Code("Out of range", "A number lies outside of its bounds."),
    "IO-CHOICE-001": Code("Unknown word", "A cell holds none of the words that its field knows."),
    "IO-ID-001": Code("Malformed id", "An id has signs that ids must not have."),
    "IO-ID-002": Code("Duplicate id", "Two rows of a table have the same id."),
    "IO-LABEL-001": Code(
        "Malformed label", "A label cannot be read, so nobody could decide on it."
    ),
    "IO-ACCESS-001": Code("No access", "A file or folder cannot be read, or not be written to."),
    "CLI-OPTION-001": Code("Idle option", "An option was given that the command has no use for."),
    "CLI-USAGE-001": Code("Misused command", "Arguments or options are not those of a command."),
    "CLI-PATH-001": Code("Empty path", "The path of a folder was given as an empty text."),
    "CLI-FORMULA-001": Code("No such formula", "A formula was asked for that there is none of."),
    "CLI-FORMULA-002": Code(
        "Bad inputs of a formula", "Inputs are missing, unknown, given twice or out of their range."
    ),
    "CLI-PLACE-001": Code("No such place or link", "The place or link to show is not in the plan."),
    "CLI-TRACK-001": Code(
        "No day to compare at", "Neither the plan nor its actuals say which day it is."
    ),
    "CLI-MERGE-001": Code(
        "Nothing to merge", "A merge takes two or more folders with results, each once."
    ),
    "CLI-EXAMPLE-001": Code("No such example", "The package ships no plan of this name."),
    **CHECK_CODES,
    **BRANCH_CODES,
    **PROGRESS_CODES,
    **MOVEMENT_CODES,
    "ENG-SEED-001": Code("Bad seed", "A seed is a whole number from 0 on, of 64 bits."),
    "ENG-DAY-001": Code("Day outside the plan", "A day that is asked for must lie in the plan."),
    "ENG-LIMIT-001": Code("Bad limit", "A time limit or threads must be above 0, a gap 0 or more."),
    "ENG-INPUT-002": Code("No earlier result", "A folder holds no result of the step asked for."),
    "ENG-INPUT-001": Code("Another plan's result", "A result was made from other inputs."),
    "ENG-INPUT-004": Code("Mixed results", "Files of one folder do not belong together."),
    "ENG-INPUT-003": Code("Reference to nothing", "An engine follows a field to no record."),
    "ENG-GEN-002": Code("Proof over scenarios", "Plans over scenarios are made by search alone."),
    "ENG-GEN-003": Code("Bad number of scenarios", "Scenarios are counted from 0 to 1,000."),
    "ENG-GEN-005": Code("Unknown nation asked", "The nation to ask is not in the plan."),
    "ENG-GEN-006": Code("No asks to work out", "The number of asks to work out is 1 or more."),
    "ENG-UPG-001": Code("Bad budget", "A budget for upgrades is a sum of money from 0 on."),
    "ENG-UPG-002": Code(
        "No upgrades to work out", "The number of upgrades to work out is 1 or more."
    ),
    "ENG-UPG-003": Code(
        "Upgrade of no such field", "An upgrade betters a field that its record does not have."
    ),
    "ENG-UPG-004": Code(
        "Upgrades of a movement under way",
        "What upgrades are worth is worked out for movement scheduled from its start alone.",
    ),
    "ENG-SIM-001": Code("No law", "The parameters of an uncertain value make no law of chance."),
    "ENG-SIM-002": Code("Bad precision", "Replications are 1 or more, a precision is above 0."),
    "ENG-SIM-003": Code("Bad address", "The address of a Dask scheduler cannot be used."),
    "ENG-SIM-004": Code("No scheduler", "No Dask scheduler answers, or it went during a run."),
    "ENG-SIM-005": Code("No workers", "A Dask scheduler has had no worker for too long."),
    "ENG-SIM-006": Code(
        "Other programs on workers", "A worker of a cluster would come to other numbers."
    ),
    "ENG-SIM-007": Code("Dask missing", "A cluster was asked for, but Dask is not installed."),
    "ENG-SIM-008": Code(
        "Batch not worked out", "Workers of a cluster end, or lack memory, on the same batch."
    ),
    "ENG-SUS-001": Code("Ring of supply", "Places supply each other, so that none is a source."),
}
