"""The demo magazine's pictures, painted by code: twenty-eight scenes and any portrait."""

from PIL import Image, ImageOps

from . import (
    scenes_city,
    scenes_farm,
    scenes_frontier,
    scenes_land,
    scenes_port,
    scenes_rooms,
    scenes_sea,
    scenes_table,
)
from .credits import CREDITS, Credit
from .portraits import portrait

_SCENES = {
    "container-port": scenes_port.container_port,
    "lighthouse-night": scenes_sea.lighthouse_night,
    "mountain-border": scenes_land.mountain_border,
    "desert-road": scenes_land.desert_road,
    "parliament-steps": scenes_city.parliament_steps,
    "radio-masts": scenes_frontier.radio_masts,
    "printing-press": scenes_table.printing_press,
    "harbour-cranes": scenes_port.harbour_cranes,
    "arctic-ice": scenes_sea.arctic_ice,
    "river-crossing": scenes_port.river_crossing,
    "island-chain": scenes_sea.island_chain,
    "conference-table": scenes_rooms.conference_table,
    "archive-stacks": scenes_rooms.archive_stacks,
    "newsroom-window": scenes_rooms.newsroom_window,
    "night-city": scenes_city.night_city,
    "refugee-tents": scenes_frontier.refugee_tents,
    "pipeline-steppe": scenes_land.pipeline_steppe,
    "satellite-dishes": scenes_frontier.satellite_dishes,
    "terraced-fields": scenes_farm.terraced_fields,
    "old-map": scenes_table.old_map,
    "ferry-crossing": scenes_sea.ferry_crossing,
    "watchtower": scenes_frontier.watchtower,
    "chess-endgame": scenes_table.chess_endgame,
    "empty-podium": scenes_rooms.empty_podium,
    "monsoon-street": scenes_city.monsoon_street,
    "olive-grove": scenes_farm.olive_grove,
    "dockyard-dawn": scenes_port.dockyard_dawn,
    "telephone-exchange": scenes_table.telephone_exchange,
}

KEYS: tuple[str, ...] = tuple(_SCENES)


def paint(key: str, size: tuple[int, int] = (1920, 1280)) -> Image.Image:
    """Return the picture called `key`, the same every time, cropped around its middle to fit."""
    return ImageOps.fit(_SCENES[key]().finish(), size, Image.Resampling.LANCZOS)


__all__ = ["CREDITS", "KEYS", "Credit", "paint", "portrait"]
