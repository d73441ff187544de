package nextbest.api;

import static nextbest.store.security.Role.INTEGRATION;
import static nextbest.store.security.Role.OPERATOR;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.money.Money;
import nextbest.store.Store;
import nextbest.store.approval.Approvals;
import nextbest.store.product.TopicSuggestions;
import nextbest.store.report.Costs;
import nextbest.store.security.Tokens;
import nextbest.store.team.Guidances;
import nextbest.store.vendor.VendorConnection;

/** Makes things that belong to an organisation, one of each kind that an address can name; gives the name. */
final class Belongings {
    static final String FORM = """
            --b\r
            Content-Disposition: form-data; name="files"; filename="empty.csv"\r
            \r
            a,b\r
            --b--\r
            """;

    static final String TRIAL = """
            {"name": "loop", "hypothesis": "The loop moves deals on.", "measure": "ADVANCED", "difference": 0.1,
             "baseRate": 0.3, "arms": [{"arm": "NONE"}, {"arm": "ENGINE"}], "dryRun": true}""";

    private final RunningApi api;
    private int made;

    Belongings(RunningApi api) {
        this.api = api;
    }

    String importOf(Desk desk) {
        return api.post("/api/v1/imports")
                .as(desk.integration)
                .bytes("multipart/form-data; boundary=b", FORM.getBytes(StandardCharsets.UTF_8))
                .send()
                .json()
                .get("id")
                .asString();
    }

    String costOf(Desk desk) {
        Store store = api.part(Store.class);
        Costs costs = new Costs(store.database(), store.ids());
        UUID id = costs.newId();
        LocalDate month = LocalDate.of(2026, 2, 1);
        costs.enter(
                desk.tenant.id(),
                id,
                month,
                "CRM",
                new Money(100, "EUR"),
                "test",
                store.time().now());
        return id.toString();
    }

    String approvalOf(Desk desk) {
        Store store = api.part(Store.class);
        return store.approvals()
                .ask(
                        desk.tenant.id(),
                        Approvals.Kind.CATALOGUE,
                        "0-" + made++,
                        "",
                        "test",
                        store.time().now())
                .id()
                .toString();
    }

    String alertOf(Desk desk) {
        Store store = api.part(Store.class);
        UUID id = store.ids().next();
        store.database()
                .doInTenant(
                        desk.tenant.id(),
                        transaction -> transaction.execute(
                                "insert into product_alert (tenant, id, kind, about, on_day, evidence)"
                                        + " values (?, ?, 'TOPIC_RISES', ?, '2026-03-01', '{}')",
                                desk.tenant.id().value(),
                                id,
                                "topic-" + id));
        return id.toString();
    }

    String suggestionOf(Desk desk) {
        Store store = api.part(Store.class);
        return new TopicSuggestions(store.database(), store.time(), store.ids())
                .suggest(desk.tenant.id(), "topic number " + made++, Optional.empty(), "test")
                .toString();
    }

    String newsOf(Desk desk) {
        Store store = api.part(Store.class);
        return store.productNews()
                .tell(
                        desk.tenant.id(),
                        Optional.empty(),
                        "new prices",
                        "test",
                        store.time().now())
                .id()
                .toString();
    }

    String guidanceOf(Desk desk) {
        Store store = api.part(Store.class);
        Guidances guidances = new Guidances(store.database(), store.ids());
        LocalDate until = LocalDate.of(2027, 1, 1);
        guidances.add(
                desk.tenant.id(),
                desk.rep("M"),
                "send-roi-calculator",
                Optional.empty(),
                Guidances.Leaning.AVOID,
                true,
                "",
                store.time().now(),
                until);
        return guidances
                .of(desk.tenant.id(), desk.rep("M"), until)
                .getFirst()
                .id()
                .toString();
    }

    /** A message that a receiver refused, with no card left in it. */
    String letterOf(Desk desk) {
        Store store = api.part(Store.class);
        UUID id = store.ids().next();
        store.database()
                .doInTenant(
                        desk.tenant.id(),
                        transaction -> transaction.execute(
                                "insert into outbox (tenant, id, idempotency_key, channel, payload, state, created_at, real_updated_at)"
                                        + " values (?, ?, ?, 'mail', '{\"cards\": []}', 'DEAD', ?::timestamptz, ?::timestamptz)",
                                desk.tenant.id().value(),
                                id,
                                "key-" + id,
                                api.time().instant().toString(),
                                api.time().instant().toString()));
        return id.toString();
    }

    /** Somebody new each time: an erasure is for good. */
    String personOf(Desk desk) {
        String id = "P" + made++;
        desk.send("""
                {"source": "crm", "id": "contact-%1$s", "type": "contact", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-02-11T09:00:00Z", "data": {"id": "%1$s", "name": "Person %1$s"}}""".formatted(id));
        return api.part(Store.class)
                .database()
                .inTenant(
                        desk.tenant.id(),
                        transaction -> transaction
                                .fetchSingle("select entity_id::text from external_ref where external_id = ?", id)
                                .get(0, String.class));
    }

    /** Stopped, so that another one can be started. */
    String trialOf(Desk desk) {
        String id = api.post("/api/v1/trials")
                .as(desk.operator)
                .json(TRIAL.replace("\"dryRun\": true", "\"evenIfTooSmall\": true"))
                .send()
                .json()
                .get("id")
                .asString();
        api.post("/api/v1/trials/" + id + "/stop").as(desk.operator).send();
        return id;
    }

    String connectionOf(Desk desk, String name) {
        VendorConnection line = new VendorConnection(
                name, "hubspot", Map.of(), Map.of(), Map.of(), Map.of(), false, false, Optional.empty());
        api.part(Store.class).vendors().connections().keep(desk.tenant.id(), line);
        return name;
    }

    String tokenOf(Desk desk) {
        return api.part(Tokens.class)
                .issue(desk.tenant.id(), "to be revoked", INTEGRATION, Optional.empty(), Optional.empty())
                .token()
                .id();
    }

    String expiredToken(Desk desk) {
        return api.part(Tokens.class)
                .issue(desk.tenant.id(), "old", OPERATOR, Optional.empty(), Optional.of(java.time.Duration.ZERO))
                .secret();
    }

    String revokedToken(Desk desk) {
        Tokens.Issued issued =
                api.part(Tokens.class).issue(desk.tenant.id(), "gone", OPERATOR, Optional.empty(), Optional.empty());
        api.part(Tokens.class).revoke(desk.tenant.id(), issued.token().id());
        return issued.secret();
    }

    String namesOf(Desk desk) {
        Store store = api.part(Store.class);
        UUID id = store.ids().next();
        store.database()
                .doInTenant(
                        desk.tenant.id(),
                        transaction -> transaction.execute(
                                "insert into entity_match (tenant, id, kind, from_name, into_name, confidence, reason, state, found_at)"
                                        + " values (?, ?, 'INDUSTRY', ?, 'technology', 0.9, 'USUAL_WORD', 'OPEN', '2026-03-01')",
                                desk.tenant.id().value(),
                                id,
                                "technolgy " + id));
        return id.toString();
    }
}
