package nextbest.api;

import java.util.List;
import java.util.Optional;
import nextbest.identity.RepId;
import nextbest.store.Store;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.security.Role;
import nextbest.store.tenant.TenantSettings;
import nextbest.store.tenant.Tenants;
import tools.jackson.databind.JsonNode;

/**
 * A small live organisation for tests: Mara manages Rita, Otto has another manager. Rita has the deal D1 in discovery, with a
 * buyer who talked about the budget; Otto has D2; D3 of Rita was won.
 */
final class Desk {
    final RunningApi api;
    final Tenants.Tenant tenant;
    final String integration;
    final String operator;
    final String rita;
    final String otto;
    final String mara;

    Desk(RunningApi api, String key) {
        this.api = api;
        this.tenant = api.tenant(key);
        Store store = api.part(Store.class);
        store.tenants()
                .setSettings(tenant.id(), TenantSettings.standard().withRecipientDomains(List.of("example.com")));
        store.tenants().setMode(tenant.id(), Tenants.Mode.LIVE);
        this.integration = api.token(tenant, Role.INTEGRATION);
        this.operator = api.token(tenant, Role.OPERATOR);
        send("""
                {"source": "crm", "id": "1", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "M", "name": "Mara", "email": "mara@example.com"}},
                {"source": "crm", "id": "2", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "R", "name": "Rita", "manager": "M", "email": "rita@example.com", "zone": "Europe/Berlin"}},
                {"source": "crm", "id": "3", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "O", "name": "Otto", "email": "otto@example.com"}},
                {"source": "crm", "id": "4", "type": "client", "subject": {"kind": "client", "id": "C"},
                 "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"name": "Northwind Pumps", "industry": "manufacturing", "employees": 420}},
                {"source": "crm", "id": "5", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-02-10T09:00:00Z",
                 "data": {"name": "Pumps for the north", "stage": "Discovery", "rep": "R", "client": "C",
                  "amount": {"amount": 48000, "currency": "EUR"}, "closeDate": "2026-05-15",
                  "createdAt": "2026-02-10T09:00:00Z", "competitors": null}},
                {"source": "crm", "id": "6", "type": "contact", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-02-11T09:00:00Z",
                 "data": {"id": "P", "name": "Carla Conti", "client": "C", "roles": ["economic-buyer"]}},
                {"source": "crm", "id": "7", "type": "signal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-01T09:00:00Z", "data": {"signal": "budget-discussed", "contact": "P"}},
                {"source": "crm", "id": "8", "type": "deal", "subject": {"kind": "deal", "id": "D2"},
                 "occurredAt": "2026-02-10T09:00:00Z",
                 "data": {"name": "Valves", "stage": "Proposal", "rep": "O", "createdAt": "2026-02-10T09:00:00Z"}},
                {"source": "crm", "id": "9", "type": "deal", "subject": {"kind": "deal", "id": "D3"},
                 "occurredAt": "2026-01-10T09:00:00Z",
                 "data": {"name": "Old pipes", "stage": "Negotiation", "rep": "R", "createdAt": "2026-01-10T09:00:00Z"}},
                {"source": "crm", "id": "10", "type": "outcome", "subject": {"kind": "deal", "id": "D3"},
                 "occurredAt": "2026-02-20T09:00:00Z",
                 "data": {"kind": "WON", "amount": {"amount": 9900, "currency": "EUR"}, "reason": "best service"}}
                """);
        this.rita = api.token(tenant, Role.REP, Optional.of(rep("R")));
        this.otto = api.token(tenant, Role.REP, Optional.of(rep("O")));
        this.mara = api.token(tenant, Role.MANAGER, Optional.of(rep("M")));
    }

    void send(String events) {
        RunningApi.Answer answer = api.post("/api/v1/events")
                .as(integration)
                .json("{\"events\": [" + events + "]}")
                .send();
        if (answer.status() != 200 || answer.json().get("refused").asInt() > 0) {
            throw new IllegalStateException(answer.text());
        }
    }

    /** From now on Rita is shown the best recommendations, and chance decides nothing. */
    void noChance() {
        Store store = api.part(Store.class);
        TenantSettings now = store.tenants().settings(tenant.id());
        store.tenants()
                .setSettings(
                        tenant.id(),
                        new TenantSettings(
                                now.cap(),
                                now.recipientDomains(),
                                now.afterUncertainty(),
                                0,
                                now.ignoredAfterWorkingDays(),
                                now.executedWithinDays(),
                                now.advancedWithinDays(),
                                now.closedWithinDays(),
                                now.switchedOff(),
                                now.rollOut(),
                                now.managersApprove(),
                                now.report()));
        store.models().mayExplore(tenant.id(), rep("R"), false);
    }

    RepId rep(String id) {
        return api.part(SubjectDirectory.class)
                .rep(tenant.id(), "crm:" + id)
                .orElseThrow()
                .id();
    }

    String subject(String deal) {
        return api.get("/api/v1/subjects/crm:" + deal)
                .as(integration)
                .send()
                .json()
                .get("id")
                .asString();
    }

    /** Decides for a deal, and gives the decision. */
    JsonNode decide(String deal) {
        RunningApi.Answer answer = api.post("/api/v1/subjects/crm:" + deal + "/decisions")
                .as(integration)
                .send();
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
        return answer.json();
    }

    /** Decides for D1 and shows Rita the card; gives the card. */
    JsonNode deliver() {
        decide("D1");
        RunningApi.Answer answer =
                api.get("/api/v1/subjects/crm:D1/card").as(rita).send();
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
        return answer.json();
    }
}
