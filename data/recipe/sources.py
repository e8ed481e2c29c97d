"""The published reports that single figures of the example rest on; nothing else is cited.

Where a report states its month alone, the first day of the month stands for it.
"""

import datetime as dt

from data.recipe.tables import Row

UN_RATE = "un-rate-2018"
PLANNING_FACTORS = "atp-4-90"
CAMPAIGN_USE = "ifor-supply-1996"
PERMISSIONS = "eca-mobility-2025"
AIR_COMMAND = "eatc-2016"
AIR_EXCHANGE = "atares-2018"
SEA_CHARTER = "ark-2020"

_REPORTS = (
    (
        UN_RATE,
        "casquebleu.org",
        dt.date(2018, 7, 1),
        "Personnel reimbursement",
        "casquebleu.org",
        "rate per person-month of July 2018; the day is not stated",
    ),
    (
        PLANNING_FACTORS,
        "Headquarters, Department of the Army",
        dt.date(2020, 6, 18),
        "ATP 4-90, Brigade Support Battalion, appendix C: planning factors",
        "nsnlookup.com/equipment-intelligence/land/himars-m142/technical-document/atp-4-90/133",
        "pounds per person and day of classes I, II, III packaged, IV and VI",
    ),
    (
        CAMPAIGN_USE,
        "defense.gov",
        dt.date(1996, 2, 22),
        "Task Force Eagle: movement and daily supply",
        "defense.gov/News/NewsArticle.aspx?ID=42293",
        "130,000 gallons of fuel a day for about 24,000 persons: 20.5 l each (derived)",
    ),
    (
        PERMISSIONS,
        "European Court of Auditors",
        dt.date(2025, 2, 5),
        "EU military mobility not yet in the fast lane",
        "presseportal.de/en/pm/111458/5964955",
        "up to 45 days' notice of a movement across a border",
    ),
    (
        AIR_COMMAND,
        "defenseworld.net",
        dt.date(2016, 1, 14),
        "Italy Transfers Authority Of 31 Military Air Transport Aircraft To EATC",
        "defenseworld.net/news/15068",
        "European Air Transport Command, Eindhoven, and its seven members; no numbers taken",
    ),
    (
        AIR_EXCHANGE,
        "Canadian Armed Forces",
        dt.date(2018, 1, 1),
        "CAF enhances air interoperability with partners and allies",
        "ml-fd.caf-fac.ca/en/2018/01/9662",
        "26 nations exchange flying hours under ATARES; the day is not stated",
    ),
    (
        SEA_CHARTER,
        "European Security & Defence",
        dt.date(2020, 3, 1),
        "Strategic sea transport extended",
        "euro-sd.com/2020/03/news/16792/strategic-sea-transport-extended",
        "Ro-Ro ships chartered together (ARK); no numbers taken; the day is not stated",
    ),
    (
        "iiss-2025",
        "strategicstudyindia.com",
        dt.date(2025, 4, 1),
        "A European reassurance force for Ukraine",
        "strategicstudyindia.com/2025/04/a-european-reassurance-force-for.html",
        "force sizes of about 10,000, 25,000 and 60,000 to 100,000; the day is not stated",
    ),
    (
        "csis-2025",
        "geostrategicmedia.com",
        dt.date(2025, 8, 20),
        "What would security guarantees in Ukraine look like?",
        "geostrategicmedia.com/2025/08/20/what-would-security-guarantees-in-ukraine-look-like",
        "force sizes of about 6,000, 10,000 to 25,000, and more than 100,000",
    ),
)


def build_reports() -> list[Row]:
    """Rows of the table ``reports``."""
    return [
        {
            "id": key,
            "publisher": publisher,
            "published": dt.datetime.combine(date, dt.time(), dt.UTC),
            "language": "en",
            "title": title,
            "address": address,
            "note": note,
        }
        for key, publisher, date, title, address, note in _REPORTS
    ]
