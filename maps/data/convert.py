"""Write Shenyang's boundaries in WGS-84 from the file in GCJ-02: `convert.py GCJ02.geojson`."""

import json
import sys
from pathlib import Path
from typing import Any

from maps.points import GCJ02Point

TARGET = Path(__file__).with_name("shenyang_districts_wgs84.geojson")


def converted(collection: dict[str, Any]) -> dict[str, Any]:
    """Return the collection with every position in WGS-84; refuses any datum but GCJ-02."""
    if collection.get("datum") != "GCJ-02":
        raise SystemExit("the file does not say that its datum is GCJ-02")
    features = [_feature(feature) for feature in collection["features"]]
    return {**collection, "datum": "WGS-84", "features": features}


def _feature(feature: dict[str, Any]) -> dict[str, Any]:
    properties = dict(feature["properties"], datum="WGS-84")
    properties["label_point"] = _positions(properties["label_point"])
    geometry = dict(feature["geometry"])
    geometry["coordinates"] = _positions(geometry["coordinates"])
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _positions(value: Any) -> Any:
    if isinstance(value[0], int | float):
        point = GCJ02Point(value[0], value[1]).to_wgs84().rounded()
        return [point.lng, point.lat]
    return [_positions(part) for part in value]


def main(source: str) -> None:
    """Read `source`, write the converted file beside this script."""
    collection = json.loads(Path(source).read_text(encoding="utf-8"))
    text = json.dumps(converted(collection), ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
