package nextbest.api;

import static nextbest.store.schema.Tables.FACT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nextbest.store.Store;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventsTest {
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aBatchIsTakenEventByEvent() {
        Tenants.Tenant tenant = api.tenant("batch");
        RunningApi.Answer answer = api.post("/api/v1/events")
                .as(api.token(tenant, Role.INTEGRATION))
                .json("""
                        {"events": [
                          {"source": "crm", "id": "1", "type": "rep", "occurredAt": "2026-03-01T09:00:00Z",
                           "data": {"id": "R1", "name": "Rita"}},
                          {"source": "crm", "id": "2", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                           "occurredAt": "2026-03-01T09:00:00Z",
                           "data": {"name": "Deal One", "stage": "Discovery", "rep": "R1"}},
                          {"source": "crm", "id": "3", "type": "rumour", "occurredAt": "2026-03-01T09:00:00Z", "data": {}},
                          {"source": "crm", "id": "4", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                           "occurredAt": "yesterday", "data": {"name": 5}}
                        ]}""")
                .send();

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("accepted").asInt()).isEqualTo(2);
        assertThat(json.get("refused").asInt()).isEqualTo(2);
        assertThat(json.at("/results/1/status").asString()).isEqualTo("accepted");
        assertThat(json.at("/results/1/subject").asString()).hasSize(36);
        assertThat(json.at("/results/2/violations/0/field").asString()).isEqualTo("type");
        assertThat(json.at("/results/2/violations/0/seen").asString()).isEqualTo("rumour");
        assertThat(json.at("/results/2/violations/0/allowed").asString()).contains("stage-change");
        assertThat(json.at("/results/3/violations/0/field").asString()).isEqualTo("occurredAt");
        assertThat(json.at("/results/3/violations/1/field").asString()).isEqualTo("data.name");
        assertThat(api.part(RunningApi.DirectLoops.class).calls).contains("news of " + tenant.id());
    }

    @Test
    void whatIsNoEventIsRefusedByItself() {
        Tenants.Tenant tenant = api.tenant("noevent");
        JsonNode json = api.post("/api/v1/events")
                .as(api.token(tenant, Role.OPERATOR))
                .json("""
                        {"events": [5, null, {"source": "crm", "id": "1", "type": "rep",
                                    "occurredAt": "2026-03-01T09:00:00Z", "data": {"id": "R1", "name": "Rita"}}]}""")
                .send()
                .json();
        assertThat(json.path("accepted").asInt()).isEqualTo(1);
        assertThat(json.path("refused").asInt()).isEqualTo(2);
        assertThat(json.at("/results/0/violations/0/seen").asString()).isEqualTo("5");
        assertThat(json.at("/results/0/violations/0/allowed").asString()).isEqualTo("an object");
    }

    @Test
    void aMemberThatNoEventHasIsToldWithAllThatAnEventMayHave() {
        String token = api.token(api.tenant("members"), Role.INTEGRATION);
        JsonNode json = api.post("/api/v1/events").as(token).json("""
                        {"events": [{"source": "crm", "id": "1", "type": "deal", "Subject": {"kind": "deal", "id": "D1"},
                          "occurredAt": "2026-03-01T09:00:00Z", "data": {"name": "One"}}]}""").send().json();

        assertThat(json.at("/results/0/violations/0/field").asString()).isEqualTo("Subject");
        assertThat(json.at("/results/0/violations/0/allowed").asString().split(", ", -1))
                .contains("source", "id", "type", "occurredAt", "subject", "data");
    }

    @Test
    void aNullInTheDataSaysThatThereIsNoValue() {
        Tenants.Tenant tenant = api.tenant("nulls");
        String token = api.token(tenant, Role.INTEGRATION);
        api.post("/api/v1/events").as(token).json("""
                        {"events": [{"source": "crm", "id": "1", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                          "occurredAt": "2026-03-01T09:00:00Z", "data": {"name": "One", "competitors": null}}]}""").send();

        List<String> absent = api.part(Store.class)
                .database()
                .inTenant(
                        tenant.id(),
                        t -> t.select(FACT.FIELD)
                                .from(FACT)
                                .where(FACT.STATE.eq("ABSENT"))
                                .fetch(FACT.FIELD));
        assertThat(absent).containsExactly("competitors");
    }

    @Test
    void theSameEventTwiceIsADuplicate() {
        Tenants.Tenant tenant = api.tenant("twice");
        String token = api.token(tenant, Role.INTEGRATION);
        String batch = """
                {"events": [{"source": "crm", "id": "1", "type": "product", "occurredAt": "2026-03-01T09:00:00Z",
                  "data": {"id": "P1", "name": "Product"}}]}""";
        api.post("/api/v1/events").as(token).json(batch).send();
        JsonNode again = api.post("/api/v1/events").as(token).json(batch).send().json();
        assertThat(again.get("duplicates").asInt()).isEqualTo(1);
        assertThat(again.get("accepted").asInt()).isZero();
    }

    @Test
    void theLoopsAreToldAfterTheLastOfSeveralBatches() {
        Tenants.Tenant tenant = api.tenant("several");
        String operator = api.token(tenant, Role.OPERATOR);
        String news = "news of " + tenant.id();
        String batch = """
                {"events": [{"source": "crm", "id": "1", "type": "rep", "occurredAt": "2026-03-01T09:00:00Z",
                             "data": {"id": "R1", "name": "Rita"}}]}""";

        var first =
                api.post("/api/v1/events?more=true").as(operator).json(batch).send();
        assertThat(first.json().path("accepted").asInt()).isEqualTo(1);
        assertThat(api.part(RunningApi.DirectLoops.class).calls).doesNotContain(news);

        var last = api.post("/api/v1/events").as(operator).json(batch).send();
        assertThat(last.json().path("duplicates").asInt()).isEqualTo(1);
        assertThat(api.part(RunningApi.DirectLoops.class).calls).contains(news);
    }

    @Test
    void moreThanAThousandEventsAreTooManyAtOnce() {
        String token = api.token(api.tenant("many"), Role.INTEGRATION);
        String events = "{},".repeat(1_001);
        RunningApi.Answer answer = api.post("/api/v1/events")
                .as(token)
                .json("{\"events\": [" + events.substring(0, events.length() - 1) + "]}")
                .send();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/violations/0/seen").asString()).isEqualTo("1001 items");
        assertThat(answer.json().at("/violations/0/allowed").asString()).contains("1000");
    }

    @Test
    void aBodyOverFiveMegabytesIsRefusedWithItsLimit() {
        String token = api.token(api.tenant("large"), Role.INTEGRATION);
        RunningApi.Answer answer = api.post("/api/v1/events")
                .as(token)
                .json("{\"events\": [\"" + "x".repeat(5_000_001) + "\"]}")
                .send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("detail").asString()).contains("5 MB");
    }

    @Test
    void whatIsNotJsonIsNamedWithItsPlace() {
        String token = api.token(api.tenant("broken"), Role.INTEGRATION);
        RunningApi.Answer broken = api.post("/api/v1/events")
                .as(token)
                .json("{\"events\": [\n  nonsense ]}")
                .send();
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.json().get("detail").asString()).contains("line 2");

        RunningApi.Answer twice = api.post("/api/v1/events")
                .as(token)
                .json("{\"events\": [], \"events\": []}")
                .send();
        assertThat(twice.status()).isEqualTo(400);

        RunningApi.Answer form =
                api.post("/api/v1/events").as(token).form("events=1").send();
        assertThat(form.status()).isEqualTo(415);

        RunningApi.Answer empty = api.post("/api/v1/events").as(token).send();
        assertThat(empty.status()).isEqualTo(400);
    }

    @Test
    void anIdempotencyKeyGetsTheFirstAnswerAgain() {
        String token = api.token(api.tenant("keys"), Role.INTEGRATION);
        String batch = """
                {"events": [{"source": "crm", "id": "1", "type": "product", "occurredAt": "2026-03-01T09:00:00Z",
                  "data": {"id": "P1", "name": "Product"}}]}""";
        RunningApi.Answer first = api.post("/api/v1/events")
                .as(token)
                .header("Idempotency-Key", "k1")
                .json(batch)
                .send();
        RunningApi.Answer again = api.post("/api/v1/events")
                .as(token)
                .header("Idempotency-Key", "k1")
                .json(batch)
                .send();
        assertThat(first.json().get("accepted").asInt()).isEqualTo(1);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.header("Idempotent-Replayed")).contains("true");

        RunningApi.Answer other = api.post("/api/v1/events")
                .as(token)
                .header("Idempotency-Key", "k1")
                .json(batch.replace("P1", "P2"))
                .send();
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().get("type").asString()).isEqualTo("urn:nextbest:problem:key-reused");

        // another caller's key is another key
        String neighbour = api.token(api.tenant("keys"), Role.INTEGRATION);
        assertThat(api.post("/api/v1/events")
                        .as(neighbour)
                        .header("Idempotency-Key", "k1")
                        .json(batch)
                        .send()
                        .header("Idempotent-Replayed"))
                .isEmpty();
    }

    @Test
    void theCorrelationIdGoesThrough() {
        String token = api.token(api.tenant("correlated"), Role.INTEGRATION);
        RunningApi.Answer given = api.get("/api/v1/me")
                .as(token)
                .header("X-Correlation-Id", "trace-17")
                .send();
        assertThat(given.header("X-Correlation-Id")).contains("trace-17");
        RunningApi.Answer made = api.get("/api/v1/me").as(token).send();
        assertThat(made.header("X-Correlation-Id").orElse("")).hasSize(36);
    }
}
