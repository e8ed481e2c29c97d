"""What movement, supply and cost take as given alike where a plan says nothing."""

from reassure.model.choices import CapacityUnit, Mode

NATURAL_UNIT = {
    Mode.SEA: CapacityUnit.LANE_M,
    Mode.RAIL: CapacityUnit.TRAINS,
    Mode.ROAD: CapacityUnit.VEHICLES,
    Mode.AIR: CapacityUnit.SORTIES,
    Mode.WATERWAY: CapacityUnit.TONNES,
}
"""What a link's capacity counts where it does not say."""

LIMITED_SHARE = 0.5
"""Share of every capacity that a location in state `limited` keeps."""

SORTIE_PAYLOAD_T = 20.0
"""Payload of one sortie where the plan lists no aircraft or leaves its payload open."""
