"""Reads the fake with Stitch's Singer tap for Outreach (PyPI tap-outreach), and says what it saw as JSON."""
import contextlib
import hashlib
import hmac
import io
import json
import sys

import requests
from singer import metadata
from tap_outreach.client import OutreachClient
from tap_outreach.discover import discover
from tap_outreach.sync import sync

base, secret, body = sys.argv[1:4]
there = "https://api.outreach.io"
request = requests.Session.request


def here(session, method, url, **kwargs):
    return request(session, method, url.replace(there, base), **kwargs)


# the tap knows one address only
requests.Session.request = here

config = {
    "client_id": "id",
    "client_secret": "the application's secret",
    "redirect_uri": "https://nextbest.example.com/granted",
    "refresh_token": "refresh-0",
    "start_date": "2026-01-01T00:00:00Z",
    "page_size": 50,
    "user_agent": "nextbest's tests",
    "quota_limit": ".8",
}
catalog = discover()
for stream in catalog.streams:
    if stream.tap_stream_id in ("users", "prospects", "opportunities", "tasks", "sequence_states"):
        marks = metadata.to_map(stream.metadata)
        marks.setdefault((), {})["selected"] = True
        stream.metadata = metadata.to_list(marks)

out = io.StringIO()
with contextlib.redirect_stdout(out), OutreachClient(config) as client:
    sync(client, config, catalog, {}, config["start_date"])

records = {}
for line in out.getvalue().splitlines():
    message = json.loads(line)
    if message["type"] == "RECORD":
        records.setdefault(message["stream"], []).append(message["record"])

print(json.dumps({
    "users": [one["email"] for one in records["users"]],
    "opportunities": len({one["id"] for one in records["opportunities"]}),
    "owners": sorted({one["ownerId"] for one in records["opportunities"]}),
    "stages": sorted({one["opportunityStageId"] for one in records["opportunities"]}),
    "prospects": [one["firstName"] for one in records["prospects"]],
    "notes": [one["note"] for one in records["tasks"]],
    "taskOpportunities": [one["opportunityId"] for one in records["tasks"]],
    "states": len(records.get("sequence_states", [])),
    "signature": hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest(),
}))
