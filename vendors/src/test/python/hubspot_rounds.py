"""Works on the fake with HubSpot's own client (PyPI hubspot-api-client), and says what it saw as JSON."""
import json
import sys

from hubspot import HubSpot
from hubspot.crm.deals import PublicObjectSearchRequest, SimplePublicObjectInput
from hubspot.crm.objects import BatchInputSimplePublicObjectBatchInputUpsert, SimplePublicObjectBatchInputUpsert
from hubspot.utils.signature import Signature

base, secret, body, uri, now = sys.argv[1:6]
client = HubSpot(access_token="pat-test")
for configuration in (client.config,):
    configuration["host"] = base


def at(api):
    api.api_client.configuration.host = base
    return api


seen = {}
names, after = [], None
while True:
    page = at(client.crm.deals.basic_api).get_page(limit=50, after=after, properties=["dealname"],
                                                   properties_with_history=["dealstage"])
    names += [deal.properties["dealname"] for deal in page.results]
    seen.setdefault("history", len(page.results[0].properties_with_history["dealstage"]))
    if not page.paging:
        break
    after = page.paging.next.after
seen["deals"] = len(names)
found = at(client.crm.deals.search_api).do_search(PublicObjectSearchRequest(
    filter_groups=[{"filters": [{"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": "0"}]}],
    sorts=[], limit=100, after="0", properties=["dealname"]))
seen["found"] = found.total
at(client.crm.deals.basic_api).update(page.results[-1].id, SimplePublicObjectInput(properties={"dealname": "Renamed"}))
seen["renamed"] = at(client.crm.deals.basic_api).get_by_id(page.results[-1].id).properties["dealname"]
once = BatchInputSimplePublicObjectBatchInputUpsert(inputs=[SimplePublicObjectBatchInputUpsert(
    id_property="nextbest_key", id="theirs", properties={"hs_task_subject": "From their client"})])
first = at(client.crm.objects.batch_api).upsert("tasks", once).results[0]
second = at(client.crm.objects.batch_api).upsert("tasks", once).results[0]
seen["upsert"] = [first.new, second.new, first.id == second.id]
owners = at(client.crm.owners.owners_api).get_page()
seen["owners"] = [owner.email for owner in owners.results]
stages = at(client.crm.pipelines.pipelines_api).get_all("deals").results[0].stages
seen["stages"] = [stage.id for stage in stages]
try:
    at(client.crm.deals.basic_api).get_by_id("1")
except Exception as refused:
    seen["missing"] = refused.status
seen["signature"] = Signature.get_signature(secret, body, "v3", uri, "POST", now)
print(json.dumps(seen))
