#!/usr/bin/env python3
"""The journey of a research note through the public API. Usage: product_journey.py BASE_URL OPERATOR_TOKEN"""

import json
import sys
import time
import urllib.error
import urllib.request
import uuid

HOLDERS, CLIENTS = 6, 14
SOURCE = "journey-" + uuid.uuid4().hex[:8]


class Caller:
    """A program with a token."""

    def __init__(self, base, token):
        self.base, self.token = base.rstrip("/"), token

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                     "Idempotency-Key": uuid.uuid4().hex},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{method} {path} answered {refused.code}: {refused.read().decode()}")

    def get(self, path):
        return self.ask("GET", path)

    def until(self, what, look, patience=180):
        """Looks again until something is there."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = look()
            if found:
                print("ok   ", what)
                return found
            time.sleep(1)
        raise SystemExit(f"waited {patience} s for: {what}")


def event(kind, data, subject=None):
    told = {"source": SOURCE, "id": uuid.uuid4().hex, "type": kind, "occurredAt": NOW, "data": data}
    if subject:
        told["subject"] = {"kind": subject[0], "id": subject[1]}
    return told


def tell(crm, events):
    taken = crm.ask("POST", "/api/v1/events", {"events": events})
    if taken["refused"]:
        raise SystemExit("refused: " + json.dumps(taken))


def position(card):
    return next((p["position"] for p in card.get("positions", []) if p["action"] == "present-product"), None)


def card_of(rep, deal):
    try:
        card = rep.get(f"/api/v1/subjects/{SOURCE}:{deal}/card")
    except SystemExit:
        return None
    return card if position(card) else None


def candidate(who, client):
    path = f"/api/v1/product-candidates?client={SOURCE}:C{client}"
    return next((c for c in who.get(path)["candidates"] if c["name"] == "Smart meter"), None)


def rep_of(client):
    return "Rita" if client % 2 == 0 else "Otto"


if len(sys.argv) != 3:
    raise SystemExit(__doc__)
operator = Caller(sys.argv[1], sys.argv[2])
NOW = operator.get("/api/v1/clock")["now"]


def role(name, rep=None):
    body = {"label": f"{SOURCE} {name} {rep or ''}".strip(), "role": name}
    if rep:
        body["rep"] = f"{SOURCE}:{rep}"
    return Caller(sys.argv[1], operator.ask("POST", "/api/v1/tokens", body)["token"])


crm, product = role("INTEGRATION"), role("PRODUCT_MANAGER")
operator.ask("PUT", "/api/v1/stages", {"stages": [
    {"label": "First talks", "kind": "DISCOVERY", "position": 1}, {"label": "Offer", "kind": "PROPOSAL", "position": 2}]})
operator.ask("POST", "/api/v1/tenant/mode", {"mode": "LIVE", "recipientDomains": ["example.com"]})
news = [event("rep", {"id": r, "name": r, "email": r.lower() + "@example.com"}) for r in ("Rita", "Otto")]
news += [event("product", {"id": p, "name": p}) for p in ("Gateway", "Smart meter", "Valve")]
for c in range(CLIENTS):
    news.append(event("client", {"name": f"Client {c}", "segment": "mid", "rep": rep_of(c)}, ("client", f"C{c}")))
    news.append(event("holding", {"product": "Gateway", "since": "2025-01-01"}, ("client", f"C{c}")))
    if c < HOLDERS:
        news.append(event("holding", {"product": "Smart meter", "since": "2025-02-01"}, ("client", f"C{c}")))
for c in (HOLDERS, HOLDERS + 1):
    news.append(event("deal", {"name": f"Deal {c}", "stage": "First talks", "rep": rep_of(c), "client": f"C{c}"},
                      ("deal", f"D{c}")))
tell(crm, news)
print("ok    an organisation was told")
reps = {"Rita": role("REP", "Rita"), "Otto": role("REP", "Otto")}

version = int(time.time()) % 1_000_000_000
product.ask("PUT", "/api/v1/ontology", {"yaml": f"""version: {version}
topics:
  energy-cost:
    name: cost of energy
    synonyms: [electricity bill]
products:
  meter:
    name: Smart meter
    serves: [energy-cost]
"""})
review = product.ask("POST", "/api/v1/screenings", {"occasion": "product review " + SOURCE})["screening"]
product.until("the review is done", lambda: next(
    (s for s in product.get("/api/v1/screenings")["screenings"] if s["screening"] == review and s.get("finishedAt")), None))

notes = [event("document", {"id": "N1", "kind": "RESEARCH", "title": "Power stays expensive",
                            "text": "We expect the electricity bill of industry to stay high for years."}),
         event("asset", {"id": "A1", "kind": "brochure", "title": "Meters explained",
                         "link": "https://content.example.com/m", "products": ["Smart meter"]})]
notes += [event("note", {"text": "They asked twice about their electricity bill."}, ("client", f"C{c}"))
          for c in range(HOLDERS, CLIENTS)]
tell(crm, notes)
print("ok    a research note arrived")
crm.until("the note was read, and the clients it concerns have a candidate with the passages", lambda: all(
    (candidate(crm, c) or {}).get("passages") for c in (HOLDERS, HOLDERS + 1)))

rita = crm.until("a card with the product for Rita", lambda: card_of(reps["Rita"], f"D{HOLDERS}"))
otto = crm.until("a card with the product for Otto", lambda: card_of(reps["Otto"], f"D{HOLDERS + 1}"))
decision = f"/api/v1/decisions/{rita['decision']}"
reps["Rita"].ask("POST", decision + "/feedback", {"position": position(rita), "disposition": "ACCEPTED"})
reps["Rita"].ask("POST", decision + "/client",
                 {"position": position(rita), "disposition": "ACCEPTED", "channel": "MEETING"})
assert candidate(reps["Rita"], HOLDERS)["client"] == "ACCEPTED"
print("ok    one rep presents, and the client accepts")
reps["Otto"].ask("POST", f"/api/v1/decisions/{otto['decision']}/feedback",
                 {"position": position(otto), "disposition": "KEPT_BACK", "reason": "MATERIAL"})
for c in range(HOLDERS + 3, CLIENTS):
    who = reps[rep_of(c)]
    who.ask("POST", "/api/v1/product-answers",
            {"candidate": candidate(who, c)["id"], "disposition": "KEPT_BACK", "reason": "MATERIAL"})
print("ok    others keep it back, with a reason")

report = product.get("/api/v1/reports/products")
assert report["addsUp"], report
line = next(x for x in report["lines"] if x["key"] == "Smart meter")
print(f"ok    the report: proposed {line['proposed']}, accepted {line['accepted']}, kept back {line['keptBack']}")
alert = next(a for a in product.get("/api/v1/product-alerts")["alerts"] if a["kind"] == "KEPT_BACK_RISES")
print("ok    the alert:", json.dumps(alert["evidence"]))
product.ask("POST", "/api/v1/product-alert-answers",
            {"alert": alert["id"], "answer": "ADOPTED", "text": "There is a new summary."})
crm.until("sales read the answer", lambda: "There is a new summary." in json.dumps(
    candidate(reps["Otto"], HOLDERS + 1).get("productTeam") or ""))
