package nextbest.api;

import static nextbest.store.schema.Tables.AUDIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import nextbest.store.Store;
import nextbest.store.clock.BusinessTime;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import nextbest.time.BusinessClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OrganisationTest {
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
    void meSaysWhoIsAskingAndForWhom() {
        Tenants.Tenant tenant = api.tenant("me");
        JsonNode me = api.get("/api/v1/me")
                .as(api.token(tenant, Role.OPERATOR))
                .send()
                .json();
        assertThat(me.get("role").asString()).isEqualTo("OPERATOR");
        assertThat(me.get("tenant").asString()).isEqualTo("me");
        assertThat(me.get("mode").asString()).isEqualTo("SHADOW");
        assertThat(me.has("rep")).isFalse();
    }

    @Test
    void stagesAreAddedAndFoundByDeals() {
        Tenants.Tenant tenant = api.tenant("stages");
        String token = api.token(tenant, Role.INTEGRATION);
        RunningApi.Answer answer = api.ask("PUT", "/api/v1/stages")
                .as(token)
                .json("{\"stages\": [{\"label\": \"Demo Done\", \"kind\": \"PROPOSAL\", \"position\": 15}]}")
                .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("stages").toString()).contains("\"key\":\"demo done\"");

        RunningApi.Answer wrong = api.ask("PUT", "/api/v1/stages")
                .as(token)
                .json("{\"stages\": [{\"label\": \"X\", \"kind\": \"DREAMING\", \"position\": -1, \"colour\": 1}]}")
                .send();
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().get("violations").size()).isEqualTo(3);
        assertThat(wrong.text()).contains("stages[0].kind", "DREAMING", "NEGOTIATION", "stages[0].colour");
    }

    @Test
    void goingLiveIsWrittenDown() {
        Tenants.Tenant tenant = api.tenant("live");
        RunningApi.Answer answer = api.post("/api/v1/tenant/mode")
                .as(api.token(tenant, Role.TOP_MANAGEMENT))
                .json("{\"mode\": \"LIVE\"}")
                .send();
        assertThat(answer.json().get("before").asString()).isEqualTo("SHADOW");
        assertThat(api.part(Store.class).tenants().get(tenant.id()).mode()).isEqualTo(Tenants.Mode.LIVE);
        List<String> verbs = api.part(Store.class)
                .database()
                .inTenant(tenant.id(), t -> t.select(AUDIT.VERB).from(AUDIT).fetch(AUDIT.VERB));
        assertThat(verbs).containsExactly("go-live");
    }

    @Test
    void theClockMovesOnlyWhereItIsNotTheWallClock() {
        String token = api.token(api.tenant("clock"), Role.INTEGRATION);
        RunningApi.Answer refused = api.ask("PUT", "/api/v1/clock")
                .as(token)
                .json("{\"now\": \"2026-04-01T00:00:00Z\"}")
                .send();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("type").asString()).isEqualTo("urn:nextbest:problem:clock-is-real");

        api.part(BusinessTime.class)
                .set(new BusinessClock(RunningApi.START, api.time().instant(), 60, 1));
        RunningApi.Answer moved = api.ask("PUT", "/api/v1/clock")
                .as(token)
                .json("{\"now\": \"2026-04-01T00:00:00Z\"}")
                .send();
        assertThat(moved.json().get("now").asString()).isEqualTo("2026-04-01T00:00:00Z");
        api.time().pass(Duration.ofMinutes(1));
        assertThat(api.get("/api/v1/clock").as(token).send().json().get("now").asString())
                .isEqualTo("2026-04-01T01:00:00Z");
        assertThat(api.ask("PUT", "/api/v1/clock")
                        .as(token)
                        .json("{\"now\": \"2026-03-01T00:00:00Z\"}")
                        .send()
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aTokenWorksUntilItIsRevoked() {
        Tenants.Tenant tenant = api.tenant("tokens");
        String operator = api.token(tenant, Role.OPERATOR);
        JsonNode made = api.post("/api/v1/tokens")
                .as(operator)
                .json("{\"label\": \"crm\", \"role\": \"INTEGRATION\", \"validDays\": 30}")
                .send()
                .json();
        String token = made.get("token").asString();
        assertThat(token).startsWith("nb_").hasSize(3 + 43);
        assertThat(api.get("/api/v1/me").as(token).send().status()).isEqualTo(200);
        assertThat(api.get("/api/v1/tokens").as(operator).send().text()).doesNotContain(token);

        String id = made.get("id").asString();
        assertThat(api.ask("DELETE", "/api/v1/tokens/" + id).as(operator).send().status())
                .isEqualTo(204);
        assertThat(api.get("/api/v1/me").as(token).send().status()).isEqualTo(401);
    }

    @Test
    void aTokenIsNeverKeptForARepeat() {
        String operator = api.token(api.tenant("unkept"), Role.OPERATOR);
        RunningApi.Answer answer = api.post("/api/v1/tokens")
                .as(operator)
                .header("Idempotency-Key", "k")
                .json("{\"label\": \"crm\", \"role\": \"INTEGRATION\"}")
                .send();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("secret");
    }

    @Test
    void aTokenOfARepNeedsTheRep() {
        String operator = api.token(api.tenant("rep-tokens"), Role.OPERATOR);
        RunningApi.Answer answer = api.post("/api/v1/tokens")
                .as(operator)
                .json("{\"label\": \"rita\", \"role\": \"REP\"}")
                .send();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/violations/0/field").asString()).isEqualTo("rep");
    }

    @Test
    void unknownAddressesAndMethodsAreProblems() {
        String token = api.token(api.tenant("addresses"), Role.OPERATOR);
        RunningApi.Answer nowhere = api.get("/api/v1/nowhere").as(token).send();
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.header("Content-Type")).contains("application/problem+json");
        RunningApi.Answer method = api.ask("DELETE", "/api/v1/stages").as(token).send();
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Content-Type")).contains("application/problem+json");
    }

    @Test
    void answersForbidScriptsFramesAndSniffing() {
        RunningApi.Answer answer = api.get("/api/v1/me").send();
        assertThat(answer.header("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
    }

    @Test
    void aBlankWhereAnIdBelongsIsToldWithWhatIsAllowed() {
        RunningApi.Answer answer = api.post("/api/v1/letters/%20/again")
                .as(api.token(api.tenant("blank"), Role.OPERATOR))
                .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).contains("\"id\"", "UUID");
    }
}
