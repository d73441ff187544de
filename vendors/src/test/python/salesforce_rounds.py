"""Works on the fake with simple-salesforce, and says what it saw as JSON."""
import csv
import io
import json
import sys

from simple_salesforce import Salesforce, SalesforceResourceNotFound

base, session, account = sys.argv[1:4]
client = Salesforce(instance_url=base, session_id=session, version="68.0")
# the client speaks https to any instance by itself; the fake is on this machine
client.base_url = base + "/services/data/v68.0/"
page = client.query("SELECT Id, Name FROM Opportunity")
deals = page["records"]
while not page["done"]:
    page = client.query_more(page["nextRecordsUrl"].rsplit("/", 1)[1])
    deals += page["records"]
seen = {"deals": len(deals)}


def table(name):
    one = getattr(client, name)
    one.base_url = base + "/services/data/v68.0/sobjects/" + name + "/"
    return one


seen["upsert"] = [table("Task").upsert("Nextbest_Key__c/theirs", {"Subject": "Theirs"}) for _ in range(2)]
table("Account").update(account, {"Name": "Renamed"})
seen["renamed"] = table("Account").get(account)["Name"]
try:
    table("Account").get("001000000000000ZZZ")
except SalesforceResourceNotFound:
    seen["missing"] = True
client.bulk2_url = base + "/services/data/v68.0/jobs/"
parts = client.bulk2.Opportunity.query("SELECT Id, Name FROM Opportunity", max_records=100, wait=0.1)
seen["bulk"] = [len(list(csv.DictReader(io.StringIO(part)))) for part in parts]
seen["usage"] = client.api_usage["api-usage"].used
print(json.dumps(seen))
