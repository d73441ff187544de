"""Reads the fake with the Gong source that Airbyte made (PyPI airbyte-source-gong), and says what it saw as JSON."""
import importlib.resources
import json
import logging
import sys

import yaml
from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer
from airbyte_cdk.sources.declarative.manifest_declarative_source import ManifestDeclarativeSource

base, start = sys.argv[1:3]
manifest = importlib.resources.files("source_gong").joinpath("manifest.yaml").read_text()
source = ManifestDeclarativeSource(yaml.safe_load(manifest.replace("https://api.gong.io", base)))
config = {"access_key": "key", "access_key_secret": "key-secret", "start_date": start}
logger = logging.getLogger("gong")
seen = {"check": source.check(logger, config).status.name}
catalog = ConfiguredAirbyteCatalogSerializer.load({"streams": [
    {"stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
     "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"} for name in ("users", "calls")]})
records = {"users": [], "calls": []}
for message in source.read(logger, config, catalog):
    if message.type.name == "RECORD":
        records[message.record.stream].append(message.record.data)
seen["users"] = [user["emailAddress"] for user in records["users"]]
seen["calls"] = len({call["id"] for call in records["calls"]})
seen["read"] = len(records["calls"])
print(json.dumps(seen))
