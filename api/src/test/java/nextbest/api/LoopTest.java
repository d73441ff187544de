package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import nextbest.identity.DecisionId;
import nextbest.store.Store;
import nextbest.store.drafting.DraftRecord;
import nextbest.store.drafting.DraftText;
import nextbest.store.drafting.Drafts;
import nextbest.store.security.Role;
import nextbest.store.tenant.Tenants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Deals, decisions, cards and answers over HTTP. */
class LoopTest {
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
    void aSubjectIsFoundByOurIdTheirIdAndItsName() {
        Desk desk = new Desk(api, "found");
        String id = desk.subject("D1");
        for (String reference : List.of(id, "crm:D1", "pumps%20for%20the%20north")) {
            RunningApi.Answer answer =
                    api.get("/api/v1/subjects/" + reference).as(desk.rita).send();
            assertThat(answer.status()).as(reference + " " + answer.text()).isEqualTo(200);
            assertThat(answer.json().get("id").asString()).isEqualTo(id);
        }
        JsonNode deal = api.get("/api/v1/subjects/" + id).as(desk.rita).send().json();
        assertThat(deal.at("/deal/amount/amount").asInt()).isEqualTo(48_000);
        assertThat(deal.at("/repName").asString()).isEqualTo("Rita");
        assertThat(deal.at("/clientName").asString()).isEqualTo("Northwind Pumps");
        assertThat(deal.at("/refs/0").asString()).isEqualTo("crm:D1");
    }

    @Test
    void aNameThatTwoDealsHaveIsAmbiguous() {
        Desk desk = new Desk(api, "ambiguous");
        desk.send("""
                {"source": "crm", "id": "20", "type": "deal", "subject": {"kind": "deal", "id": "D9"},
                 "occurredAt": "2026-02-10T09:00:00Z", "data": {"name": "Valves", "stage": "Discovery"}}""");
        RunningApi.Answer answer =
                api.get("/api/v1/subjects/valves").as(desk.integration).send();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("subjects").size()).isEqualTo(2);
    }

    @Test
    void listsArePagedFilteredAndCutToWhatTheCallerMaySee() {
        Desk desk = new Desk(api, "lists");
        assertThat(names(desk.rita, "?kind=deal")).containsExactlyInAnyOrder("Pumps for the north", "Old pipes");
        assertThat(names(desk.mara, "?kind=deal&status=open")).containsExactly("Pumps for the north");
        assertThat(names(desk.otto, "")).containsExactly("Valves");
        assertThat(names(desk.integration, "?kind=deal")).hasSize(3);
        assertThat(names(desk.integration, "?q=PIPE")).containsExactly("Old pipes");
        assertThat(names(desk.integration, "?rep=crm:O")).containsExactly("Valves");

        List<String> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = api.get("/api/v1/subjects?limit=1" + after)
                    .as(desk.integration)
                    .send()
                    .json();
            page.get("subjects").forEach(s -> all.add(s.get("name").asString()));
            after = page.has("next") ? "&after=" + page.get("next").asString() : null;
        } while (after != null);
        assertThat(all).doesNotHaveDuplicates().hasSize(4);
        assertThat(api.get("/api/v1/subjects?limit=1000").as(desk.rita).send().status())
                .isEqualTo(422);
    }

    @Test
    void aDecisionNamesEveryCandidateWithLinesThatAddUp() {
        Desk desk = new Desk(api, "decision");
        JsonNode decision = desk.decide("D1");
        assertThat(decision.get("mode").asString()).isEqualTo("LIVE");
        List<String> evidence = new ArrayList<>();
        decision.get("evidence").forEach(e -> evidence.add(e.get("id").asString()));
        int scored = 0;
        for (JsonNode candidate : decision.get("candidates")) {
            assertThat(candidate.get("because").asString()).isNotBlank();
            assertThat(candidate.get("title").asString()).isNotBlank().doesNotContain("{");
            if (candidate.has("lines")) {
                scored++;
                int sum = 0;
                for (JsonNode line : candidate.get("lines")) {
                    sum += line.get("hundredths").asInt();
                    if (line.has("moves")) {
                        line.get("moves")
                                .forEach(m -> assertThat(evidence)
                                        .contains(m.get("evidence").asString()));
                    }
                }
                assertThat(sum).isEqualTo(candidate.get("score").asInt());
                assertThat(candidate.get("lines").size()).isEqualTo(17);
            }
        }
        assertThat(scored).isPositive();
        assertThat(decision.at("/candidates/0/position").asInt()).isEqualTo(1);
        assertThat(decision.get("card").asString()).hasSize(36);
    }

    @Test
    void aDryRunStoresNothingAndKnowsWhatWasKnownThen() {
        Desk desk = new Desk(api, "dry");
        RunningApi.Answer now = api.post("/api/v1/subjects/crm:D1/decisions")
                .as(desk.rita)
                .json("{\"dryRun\": true, \"arm\": \"STATIC\", \"policy\": \"no-exploration\"}")
                .send();
        assertThat(now.status()).as(now.text()).isEqualTo(200);
        assertThat(now.json().get("mode").asString()).isEqualTo("DRY_RUN");
        assertThat(now.json().get("arm").asString()).isEqualTo("STATIC");
        assertThat(api.get("/api/v1/subjects/crm:D1/card").as(desk.rita).send().status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/decisions/" + now.json().get("id").asString())
                        .as(desk.rita)
                        .send()
                        .status())
                .isEqualTo(404);

        RunningApi.Answer future = api.post("/api/v1/subjects/crm:D1/decisions")
                .as(desk.rita)
                .json("{\"dryRun\": true, \"asOf\": \"2199-01-01T00:00:00Z\"}")
                .send();
        assertThat(future.status()).isEqualTo(422);
        RunningApi.Answer notDry = api.post("/api/v1/subjects/crm:D1/decisions")
                .as(desk.rita)
                .json("{\"arm\": \"STATIC\"}")
                .send();
        assertThat(notDry.status()).isEqualTo(422);
        assertThat(notDry.text()).contains("dryRun: true");
    }

    @Test
    void aClosedDealSaysHowItEnded() {
        Desk desk = new Desk(api, "closed");
        RunningApi.Answer card =
                api.get("/api/v1/subjects/crm:D3/card").as(desk.rita).send();
        assertThat(card.status()).isEqualTo(409);
        assertThat(card.json().get("type").asString()).isEqualTo("urn:nextbest:problem:deal-closed");
        assertThat(card.json().get("detail").asString())
                .contains("'Old pipes' was won on 2026-02-20 with 9900.00 EUR (best service)");
        assertThat(api.post("/api/v1/subjects/crm:D3/decisions")
                        .as(desk.rita)
                        .send()
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aCardIsDeliveredByShowingItToItsRepAndToNobodyElse() {
        Desk desk = new Desk(api, "shown");
        desk.decide("D1");
        JsonNode managers =
                api.get("/api/v1/subjects/crm:D1/card").as(desk.mara).send().json();
        assertThat(managers.get("state").asString()).isEqualTo("DRAFTED");
        JsonNode reps =
                api.get("/api/v1/subjects/crm:D1/card").as(desk.rita).send().json();
        assertThat(reps.get("state").asString()).isEqualTo("DELIVERED");
        assertThat(reps.at("/positions/0/rep").asString()).isEqualTo("VIEWED");
        assertThat(reps.get("text").asString()).contains("NEXT BEST ACTION");
        int sum = 0;
        for (JsonNode factor : reps.get("factors")) {
            sum += factor.get("points").asInt();
        }
        assertThat(sum).isEqualTo(reps.get("points").asInt());
    }

    @Test
    void aCardSaysWhetherItsWordsWereDrafted() {
        Desk desk = new Desk(api, "drafted");
        JsonNode template = desk.deliver();
        assertThat(template.get("draftedByModel").asBoolean()).isFalse();
        int steps = template.get("how").size();
        Drafts drafts = new Drafts(api.part(Store.class).database());
        // a why of its own, and a how that is not used since it has another number of steps
        DraftText.Sentence sentence = new DraftText.Sentence("In other words.", List.of());
        DraftText text = new DraftText(List.of(sentence), Collections.nCopies(steps + 1, sentence));
        drafts.keep(
                desk.tenant.id(),
                new DraftRecord(
                        DecisionId.parse(template.get("decision").asString()),
                        DraftRecord.State.ACCEPTED,
                        "",
                        "card/v1",
                        "scripted",
                        "0".repeat(64),
                        Optional.of(text),
                        Optional.of("{}"),
                        List.of(),
                        false,
                        1,
                        DraftRecord.Usage.none(),
                        Instant.parse("2026-03-02T09:00:00Z")));
        JsonNode drafted =
                api.get("/api/v1/subjects/crm:D1/card").as(desk.rita).send().json();
        assertThat(drafted.get("draftedByModel").asBoolean()).isTrue();
        assertThat(drafted.at("/why/0/text").asString()).isEqualTo("In other words.");
        assertThat(drafted.get("how")).isEqualTo(template.get("how"));
    }

    @Test
    void inShadowModeARepIsShownNothing() {
        Desk desk = new Desk(api, "shadow");
        api.post("/api/v1/tenant/mode")
                .as(desk.operator)
                .json("{\"mode\": \"SHADOW\"}")
                .send();
        desk.decide("D1");
        RunningApi.Answer rep =
                api.get("/api/v1/subjects/crm:D1/card").as(desk.rita).send();
        assertThat(rep.status()).isEqualTo(409);
        assertThat(rep.json().get("type").asString()).isEqualTo("urn:nextbest:problem:not-live");
        assertThat(api.get("/api/v1/subjects/crm:D1/card")
                        .as(desk.operator)
                        .send()
                        .json()
                        .get("shadow")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aDecisionReplaysToTheSameBytesAfterLaterNews() {
        Desk desk = new Desk(api, "replay");
        String decision = desk.decide("D1").get("id").asString();
        api.time().pass(Duration.ofHours(1));
        desk.send("""
                {"source": "crm", "id": "30", "type": "signal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-02T09:30:00Z", "data": {"signal": "competitor-mentioned"}}""");
        JsonNode replay = api.post("/api/v1/decisions/" + decision + "/replay")
                .as(desk.integration)
                .send()
                .json();
        assertThat(replay.get("same").asBoolean()).as(replay.toString()).isTrue();
        assertThat(replay.get("recordedHash")).isEqualTo(replay.get("replayedHash"));
        assertThat(api.get("/api/v1/decisions/" + decision)
                        .as(desk.rita)
                        .send()
                        .json()
                        .get("id")
                        .asString())
                .isEqualTo(decision);
    }

    @Test
    void theSameFeedbackTwiceIsOneAndAnotherIdIsAChangeOfMind() {
        Desk desk = new Desk(api, "feedback");
        String decision = desk.deliver().get("decision").asString();
        RunningApi.Answer first =
                feedback(desk.rita, decision, "{\"id\": \"f1\", \"position\": 1, \"disposition\": \"ACCEPTED\"}");
        assertThat(first.json().get("status").asString()).as(first.text()).isEqualTo("RECORDED");
        assertThat(first.json().get("current").asString()).isEqualTo("ACCEPTED");
        RunningApi.Answer again =
                feedback(desk.rita, decision, "{\"id\": \"f1\", \"position\": 1, \"disposition\": \"ACCEPTED\"}");
        assertThat(again.json().get("status").asString()).isEqualTo("DUPLICATE");

        api.time().pass(Duration.ofMinutes(1));
        RunningApi.Answer changed = feedback(
                desk.rita,
                decision,
                "{\"id\": \"f2\", \"position\": 1, \"disposition\": \"DISMISSED\", \"reason\": \"WRONG_TIME\"}");
        assertThat(changed.json().get("current").asString()).isEqualTo("DISMISSED");
        RunningApi.Answer reused =
                feedback(desk.rita, decision, "{\"id\": \"f1\", \"position\": 1, \"disposition\": \"EXECUTED\"}");
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.json().at("/violations/0/field").asString()).isEqualTo("id");
    }

    @Test
    void feedbackThatCannotBeSaysWhatWouldBe() {
        Desk desk = new Desk(api, "wrong-feedback");
        String decision = desk.deliver().get("decision").asString();
        RunningApi.Answer reason = feedback(
                desk.rita, decision, "{\"position\": 1, \"disposition\": \"DISMISSED\", \"reason\": \"BORED\"}");
        assertThat(reason.status()).isEqualTo(422);
        assertThat(reason.json().at("/violations/0/field").asString()).isEqualTo("reason");
        assertThat(reason.json().at("/violations/0/seen").asString()).isEqualTo("BORED");
        assertThat(reason.json().at("/violations/0/allowed").asString()).contains("WRONG_TIME");

        RunningApi.Answer wrongList = feedback(
                desk.rita, decision, "{\"position\": 1, \"disposition\": \"KEPT_BACK\", \"reason\": \"WRONG_TIME\"}");
        assertThat(wrongList.json().at("/violations/0/allowed").asString()).contains("RELATIONSHIP");

        RunningApi.Answer bare = feedback(desk.rita, decision, "{\"position\": 1, \"disposition\": \"SNOOZED\"}");
        assertThat(bare.json().at("/violations/0/field").asString()).isEqualTo("snoozedUntil");

        RunningApi.Answer early = feedback(
                desk.rita,
                decision,
                "{\"position\": 1, \"disposition\": \"ACCEPTED\", \"at\": \"2025-01-01T00:00:00Z\"}");
        assertThat(early.json().at("/violations/0/field").asString()).isEqualTo("at");

        RunningApi.Answer many = feedback(desk.rita, decision, "{\"position\": 7, \"disposition\": \"MAYBE\"}");
        assertThat(many.json().get("violations").size()).isEqualTo(2);
    }

    @Test
    void anothersCardIsOutOfReach() {
        Desk desk = new Desk(api, "others");
        String decision = desk.deliver().get("decision").asString();
        String accept = "{\"position\": 1, \"disposition\": \"ACCEPTED\"}";
        assertThat(feedback(desk.otto, decision, accept).status()).isEqualTo(404);
        assertThat(feedback(desk.mara, decision, accept).status()).isEqualTo(403);
        // the deal moves to Otto: he sees the decision, but it was not made to him
        desk.send("""
                {"source": "crm", "id": "40", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-02T09:45:00Z", "data": {"rep": "O"}}""");
        assertThat(feedback(desk.otto, decision, accept).status()).isEqualTo(403);
        assertThat(feedback(desk.rita, decision, accept).status()).isEqualTo(404);
    }

    @Test
    void anExpiredCardIsGoneAndASupersededOneNamesTheCurrent() {
        Desk desk = new Desk(api, "stale");
        String old = desk.deliver().get("decision").asString();
        api.time().pass(Duration.ofMinutes(30));
        desk.send("""
                {"source": "crm", "id": "50", "type": "stage-change", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "%s", "data": {"stage": "Negotiation"}},
                {"source": "crm", "id": "51", "type": "signal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "%s", "data": {"signal": "pricing-discussed"}}""".formatted(api.time().instant(), api.time().instant()));
        String current = desk.decide("D1").get("card").asString();
        RunningApi.Answer stale = feedback(desk.rita, old, "{\"position\": 1, \"disposition\": \"ACCEPTED\"}");
        assertThat(stale.status()).as(stale.text()).isEqualTo(409);
        assertThat(stale.json().get("currentCard").asString()).isEqualTo(current);

        Desk other = new Desk(api, "expired");
        String decision = other.deliver().get("decision").asString();
        api.time().pass(Duration.ofDays(400));
        RunningApi.Answer late = feedback(other.rita, decision, "{\"position\": 1, \"disposition\": \"ACCEPTED\"}");
        assertThat(late.status()).as(late.text()).isEqualTo(410);
    }

    @Test
    void whatTheClientSaysIsCountedOnceItWasPresented() {
        Desk desk = new Desk(api, "client");
        String decision = desk.deliver().get("decision").asString();
        RunningApi.Answer presented = client(
                desk.rita, decision, "{\"position\": 1, \"disposition\": \"PRESENTED\", \"channel\": \"MEETING\"}");
        assertThat(presented.json().get("status").asString())
                .as(presented.text())
                .isEqualTo("RECORDED");
        assertThat(client(desk.rita, decision, "{\"position\": 1, \"disposition\": \"INTERESTED\"}")
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("RECORDED");
        assertThat(client(desk.rita, decision, "{\"position\": 1, \"disposition\": \"INTERESTED\"}")
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("UNCHANGED");
        assertThat(client(
                                desk.integration,
                                desk.decide("D2").get("id").asString(),
                                "{\"position\": 1, \"disposition\": \"ACCEPTED\"}")
                        .status())
                .isEqualTo(409);

        api.time().pass(Duration.ofSeconds(1));
        JsonNode report = api.get("/api/v1/reports/loop?from=2026-01-01")
                .as(desk.mara)
                .send()
                .json();
        assertThat(report.at("/client/INTERESTED").asInt()).isEqualTo(1);
        assertThat(report.get("addsUp").asBoolean()).isTrue();
        assertThat(report.get("lines").size()).isPositive();
    }

    @Test
    void reportsCheckTheirPeriodAndKeepRepFiguresToTheirManagers() {
        Desk desk = new Desk(api, "reports");
        assertThat(api.get("/api/v1/reports/loop?from=soon")
                        .as(desk.mara)
                        .send()
                        .status())
                .isEqualTo(422);
        assertThat(api.get("/api/v1/reports/loop?by=weather")
                        .as(desk.mara)
                        .send()
                        .text())
                .contains("segment");
        assertThat(api.get("/api/v1/reports/loop?by=rep").as(desk.mara).send().status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/reports/loop?by=rep")
                        .as(api.token(desk.tenant, Role.PRODUCT_MANAGER))
                        .send()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void filesAreImportedInTheBackgroundAndTwiceChangesNothing() throws InterruptedException {
        Tenants.Tenant tenant = api.tenant("files");
        String token = api.token(tenant, Role.INTEGRATION);
        JsonNode first = imported(token);
        assertThat(first.get("state").asString()).as(first.toString()).isEqualTo("DONE");
        assertThat(first.get("accepted").asInt()).isPositive();
        assertThat(first.get("text").asString()).isNotBlank();
        JsonNode second = imported(token);
        assertThat(second.get("accepted").asInt()).isZero();
        assertThat(second.get("duplicates").asInt())
                .isEqualTo(first.get("accepted").asInt());
        assertThat(api.get("/api/v1/subjects?kind=deal")
                        .as(token)
                        .send()
                        .json()
                        .get("subjects")
                        .size())
                .isEqualTo(2);
    }

    private static JsonNode imported(String token) throws InterruptedException {
        String boundary = "boundary";
        String table = """
                opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
                A1,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054
                A2,Moses Frase,GTX Plus Basic,Cancity,Engaging,2016-10-25,,
                """;
        String body =
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"sales_pipeline.csv\""
                        + "\r\nContent-Type: text/csv\r\n\r\n" + table + "\r\n--" + boundary + "--\r\n";
        RunningApi.Answer begun = api.post("/api/v1/imports?asOf=2017-12-31")
                .as(token)
                .bytes(
                        "multipart/form-data; boundary=" + boundary,
                        body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .send();
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        String id = begun.json().get("id").asString();
        JsonNode run = begun.json();
        for (int i = 0;
                i < 200 && !List.of("DONE", "FAILED").contains(run.get("state").asString());
                i++) {
            Thread.sleep(50);
            run = api.get("/api/v1/imports/" + id).as(token).send().json();
        }
        return run;
    }

    private static RunningApi.Answer feedback(String token, String decision, String json) {
        return api.post("/api/v1/decisions/" + decision + "/feedback")
                .as(token)
                .json(json)
                .send();
    }

    private static RunningApi.Answer client(String token, String decision, String json) {
        return api.post("/api/v1/decisions/" + decision + "/client")
                .as(token)
                .json(json)
                .send();
    }

    private static List<String> names(String token, String query) {
        List<String> names = new ArrayList<>();
        api.get("/api/v1/subjects" + query)
                .as(token)
                .send()
                .json()
                .get("subjects")
                .forEach(s -> names.add(s.get("name").asString()));
        return names;
    }
}
