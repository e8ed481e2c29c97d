"""Planning formulas that a movement officer can check by hand."""

from reassure.engines.deploy.formulas.air import (
    airfield_throughput_t_per_day,
    apron_capacity_sorties_per_day,
    apron_share,
)
from reassure.engines.deploy.formulas.force import rotation_factor
from reassure.engines.deploy.formulas.quantities import Track
from reassure.engines.deploy.formulas.rail import (
    division_tonnage_t_per_day,
    end_delivery_tonnage_t_per_day,
    gauge_break_wagons_per_day,
    net_trainload_t,
    rail_capacity_wagons_per_day,
    train_density_trains_per_day,
    trains_worked_trains_per_day,
)
from reassure.engines.deploy.formulas.road import (
    days_to_pass_days,
    n_convoy_serials,
    pass_time_h,
    road_space_km,
    road_space_per_route_km,
)
from reassure.engines.deploy.formulas.sea import (
    berth_throughput_t_per_day,
    n_ships_needed,
    port_throughput_t_per_day,
    storage_throughput_t_per_day,
)

__all__ = [
    "Track",
    "airfield_throughput_t_per_day",
    "apron_capacity_sorties_per_day",
    "apron_share",
    "berth_throughput_t_per_day",
    "days_to_pass_days",
    "division_tonnage_t_per_day",
    "end_delivery_tonnage_t_per_day",
    "gauge_break_wagons_per_day",
    "n_convoy_serials",
    "n_ships_needed",
    "net_trainload_t",
    "pass_time_h",
    "port_throughput_t_per_day",
    "rail_capacity_wagons_per_day",
    "road_space_km",
    "road_space_per_route_km",
    "rotation_factor",
    "storage_throughput_t_per_day",
    "train_density_trains_per_day",
    "trains_worked_trains_per_day",
]
