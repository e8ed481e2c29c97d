"""Closed choices: every word that a cell may hold where the format lists the words."""

from enum import StrEnum


class OfferState(StrEnum):
    """Where an offer stands in its life."""

    INDICATED = "indicated"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    DEPLOYED = "deployed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class DecisionKind(StrEnum):
    """Who takes a decision."""

    PARLIAMENT = "parliament"
    GOVERNMENT = "government"
    INTERNATIONAL = "international"


class DecisionState(StrEnum):
    """Where a decision stands."""

    PENDING = "pending"
    TAKEN = "taken"
    REFUSED = "refused"


class MilestoneState(StrEnum):
    """Where a milestone stands."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


class Domain(StrEnum):
    """Where a capability works."""

    LAND = "land"
    SEA = "sea"
    AIR = "air"
    JOINT = "joint"


class Movement(StrEnum):
    """Whether a unit is cargo or moves itself."""

    CARRIED = "carried"
    SELF = "self"


class Counting(StrEnum):
    """What a requirement's quantity counts."""

    UNITS = "units"
    STATIONS = "stations"


class RestRule(StrEnum):
    """What a unit's rest is measured by."""

    FIXED = "fixed"
    PROPORTIONAL = "proportional"


class ConditionKind(StrEnum):
    """What an offer or a pledge depends on."""

    LEAD_NATION = "lead_nation"
    PARTNER_PRESENT = "partner_present"
    AGREEMENT_STATE = "agreement_state"
    DECISION = "decision"
    MANDATE = "mandate"
    HOST_CONSENT = "host_consent"
    FUNDING = "funding"


class CaveatKind(StrEnum):
    """Whether a national limit can be lifted."""

    LIMITATION = "limitation"
    PROHIBITION = "prohibition"


class LocationKind(StrEnum):
    """What a place is."""

    GARRISON = "garrison"
    PORT = "port"
    NAVAL_BASE = "naval_base"
    AIRFIELD = "airfield"
    RAIL_TERMINAL = "rail_terminal"
    BORDER = "border"
    STAGING = "staging"
    DEPOT = "depot"
    BASE = "base"
    CAMP = "camp"
    TRAINING_AREA = "training_area"
    GATEWAY = "gateway"


class LocationState(StrEnum):
    """Whether a place can be used."""

    READY = "ready"
    LIMITED = "limited"
    CLOSED = "closed"


class Mode(StrEnum):
    """How one moves."""

    SEA = "sea"
    RAIL = "rail"
    ROAD = "road"
    AIR = "air"
    WATERWAY = "waterway"


class CapacityUnit(StrEnum):
    """What a link's capacity counts."""

    TRAINS = "trains"
    VEHICLES = "vehicles"
    LANE_M = "lane_m"
    TONNES = "tonnes"
    SORTIES = "sorties"


class GaugeMethod(StrEnum):
    """How wagons change gauge."""

    TRANSSHIPMENT = "transshipment"
    BOGIE_CHANGE = "bogie_change"


class Cargo(StrEnum):
    """What a clearance is asked for."""

    ANY = "any"
    HEAVY = "heavy"
    OUTSIZE = "outsize"
    AMMUNITION = "ammunition"


class OutageKind(StrEnum):
    """Why a place or link fails."""

    PLANNED = "planned"
    WEATHER = "weather"
    FAILURE = "failure"


class RateKind(StrEnum):
    """What a rate pays for."""

    PERSON_MONTH = "person_month"
    UNIT_MONTH = "unit_month"
    TONNE_KM = "tonne_km"
    SORTIE = "sortie"
    HANDLING_T = "handling_t"


class ActualEvent(StrEnum):
    """What happened to a movement."""

    LOADED = "loaded"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CLOSED = "closed"


class Unmet(StrEnum):
    """What becomes of demand that is not met."""

    LOST = "lost"
    BACKLOG = "backlog"


class SupplyPolicyKind(StrEnum):
    """When a place orders supplies."""

    REORDER = "reorder"
    REVIEW = "review"
    SCHEDULE = "schedule"


class Law(StrEnum):
    """Law of an uncertain value."""

    PERT = "pert"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"
    GAMMA = "gamma"
    UNIFORM = "uniform"
    EMPIRICAL = "empirical"


class MeasureKind(StrEnum):
    """What a measure does."""

    PERMISSION = "permission"
    LIMITATION = "limitation"
    PROHIBITION = "prohibition"


class MeasureState(StrEnum):
    """Where a measure stands in its life."""

    REQUESTED = "requested"
    AUTHORISED = "authorised"
    IMPLEMENTED = "implemented"
    CANCELLED = "cancelled"


class AgreementKind(StrEnum):
    """What kind of agreement."""

    CESSATION = "cessation"
    PRELIMINARY = "preliminary"
    DEFINITIVE = "definitive"
    TRUCE = "truce"
    MORATORIUM = "moratorium"


class AgreementState(StrEnum):
    """Where an agreement stands in its life."""

    PROPOSED = "proposed"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    DELAYED = "delayed"
    SUSPENDED = "suspended"
    BROKEN = "broken"
    EXPIRED = "expired"
    ENDED = "ended"


class ItemUnit(StrEnum):
    """What an item's quantity counts."""

    PIECES = "pieces"
    TONNES = "t"
    ROUNDS = "rounds"
    SETS = "sets"
    PERSONS = "persons"


class Valuation(StrEnum):
    """Basis of a pledge's value."""

    DONOR = "donor"
    REPLACEMENT = "replacement"
    NEW = "new"


class PledgeState(StrEnum):
    """Where a pledge stands in its life."""

    ANNOUNCED = "announced"
    COMMITTED = "committed"
    ALLOCATED = "allocated"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    LOST = "lost"


class GroupKind(StrEnum):
    """What kind of group."""

    CAPABILITY_COALITION = "capability_coalition"
    WORKING_GROUP = "working_group"


class StatementKind(StrEnum):
    """In whose words a statement is."""

    QUOTATION = "quotation"
    PARAPHRASE = "paraphrase"
    FACT = "fact"


class IncidentState(StrEnum):
    """How far an incident is established."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"
    REJECTED = "rejected"


class AssessmentFinding(StrEnum):
    """What a monitor found."""

    VIOLATION = "violation"
    NO_VIOLATION = "no_violation"
    UNDETERMINED = "undetermined"


class Confidence(StrEnum):
    """How sure a monitor is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ShortfallReason(StrEnum):
    """Why a quantity stays unfilled; what must change is the shortfall's ``binding``."""

    NO_OFFER = "no_offer"
    TOO_LATE = "too_late"
    WINDOW = "window"
    TOUR_DOES_NOT_FIT = "tour_does_not_fit"
    GRADE = "grade"
    ATTRIBUTES = "attributes"
    OUT_OF_REACH = "out_of_reach"
    CAVEAT = "caveat"
    PERMISSION = "permission"
    """The nation does not let its units use a measure that the line's tasks need."""
    NOT_IN_FORCE = "not_in_force"
    """A measure that the line's tasks need is not in force there by then."""
    CONDITION_UNMET = "condition_unmet"
    BURDEN = "burden"
    FORMATION = "formation"
    TOUR_USED_UP = "tour_used_up"
    NO_WEIGHT = "no_weight"
    NOT_PROVEN = "not_proven"


class ChangeKind(StrEnum):
    """What became of a tour in a later plan."""

    ADDED = "added"
    DROPPED = "dropped"


class ChangeReason(StrEnum):
    """Why a later plan differs from an earlier one."""

    NOT_POSSIBLE = "not_possible"
    """The offer, the line, the days or a limit no longer allow it."""
    BETTER_USE = "better_use"
    """Its units serve elsewhere or not at all, which is worth more than the change costs."""
    FILLS = "fills"
    """It fills what would stay unfilled."""


class ForceStage(StrEnum):
    """What force generation looks at, each a thousandth of the one before."""

    FILL = "fill"
    COST = "cost"
    FRAGMENTATION = "fragmentation"


class RemedyKind(StrEnum):
    """A change to the plan's records that would fill what is short."""

    LIFT_CAVEAT = "lift_caveat"
    CHANGE_POSITION = "change_position"
    """The nation accepts the measure."""
    PUT_IN_FORCE = "put_in_force"
    """The measure is in force there from the start."""
    MEET_CONDITION = "meet_condition"
    LESS_NOTICE = "less_notice"
    """Notice to move shorter by 30 days."""
    LONGER_OFFER = "longer_offer"
    """The offer stands from an earlier day or to a later one."""
    ACCEPT_GRADE = "accept_grade"
    """The line takes the offer's readiness grade."""
    ACCEPT_ATTRIBUTES = "accept_attributes"
    """The line does without the attributes that the offer lacks."""
    ONE_MORE_TOUR = "one_more_tour"
    """One unit of the offer serves once more than its rest allows."""
    ONE_MORE_UNIT = "one_more_unit"
    MORE_BURDEN = "more_burden"
    """The nation carries more than its limit."""
    ONE_MORE_NATION = "one_more_nation"
    """The formation takes one nation more."""
    NEW_OFFER = "new_offer"
    """A unit of the line's own capability, from whoever has one."""


class UnusedReason(StrEnum):
    """Why nobody took an offer; what binds is the ``binding`` beside it."""

    GONE = "gone"
    """Withdrawn, expired, or no longer valid."""
    NO_LINE = "no_line"
    """No line asks for what it offers, nor takes it as a substitute."""
    TOO_LATE = "too_late"
    WINDOW = "window"
    TOUR_DOES_NOT_FIT = "tour_does_not_fit"
    GRADE = "grade"
    ATTRIBUTES = "attributes"
    OUT_OF_REACH = "out_of_reach"
    CAVEAT = "caveat"
    PERMISSION = "permission"
    NOT_IN_FORCE = "not_in_force"
    CONDITION_UNMET = "condition_unmet"
    BURDEN = "burden"
    FORMATION = "formation"
    FULL = "full"
    """Every line that it could serve is filled by others."""
    NO_WEIGHT = "no_weight"
    UNLIKELY = "unlikely"
    """In a plan over scenarios: it comes in too few of them to add anything."""
    NOT_PROVEN = "not_proven"
    """It would add to the plan, and the search stopped before it found out."""


class AskKind(StrEnum):
    """What a nation, or whoever can, is asked for."""

    UNITS = "units"
    CAVEAT = "caveat"
    POSITION = "position"
    CONDITION = "condition"


class ForceMethod(StrEnum):
    """What made a force plan."""

    GREEDY = "greedy"
    SEARCH = "search"
    EXACT = "exact"


class MoveObjective(StrEnum):
    """What a schedule of movements lowers."""

    LATENESS = "lateness"
    """Weighted days late, of each unit the mean over its loads."""
    CLOSURE = "closure"
    """Weighted days late, of each unit its last load."""
    CLOSURES = "closures"
    """Weighted days late, of each objective its last load."""
    FORCE = "force"
    """Days late of the last load of the whole force."""
    LIFT = "lift"
    """Days for which carriers are taken, as far as nothing is later for it."""


class MovePurpose(StrEnum):
    """What a load moves for."""

    DEPLOYMENT = "deployment"
    """To the place of a tour."""
    PEOPLE = "people"
    """The people of a unit to its tour, or to where they join their equipment."""
    EQUIPMENT = "equipment"
    """The equipment of a unit to its tour, or to where it joins the people."""
    RETURN = "return"
    """Home, after a tour."""
    DELIVERY = "delivery"
    """To where a pledge is handed over."""


class MoveMethod(StrEnum):
    """What made a schedule of movements."""

    LIST = "list"
    SEARCH = "search"


class Status(StrEnum):
    """How an engine's run ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    COMPUTED = "computed"
    PARTIAL = "partial"


class StoppedBy(StrEnum):
    """What ended an engine's search."""

    GAP = "gap"
    PROVEN = "proven"
    WORK = "work"
    CLOCK = "clock"
    USER = "user"
