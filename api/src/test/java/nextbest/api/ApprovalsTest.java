package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.model.TrainingReport;
import nextbest.store.Store;
import nextbest.store.json.RecordJson;
import nextbest.store.model.ModelVersion;
import nextbest.store.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What managers approve before it decides anything. */
class ApprovalsTest {
    private static final String ROW = "trigger: budget-discussed, action: send-roi-calculator, score: 90";

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
    void whereManagersApproveACatalogueDecidesOnlyOnceOneOfThemSaidSo() {
        Desk desk = new Desk(api, "approved");
        need(desk, true);
        String version = draft(desk);
        RunningApi.Answer published = post(desk.operator, "/api/v1/catalogue-releases/" + version + "/publish", "");
        assertThat(published.status()).isEqualTo(409);
        assertThat(published.text()).contains("manager");

        JsonNode asked = ask(desk, version);
        assertThat(ask(desk, version).get("id")).as("asking twice").isEqualTo(asked.get("id"));
        assertThat(inForce(desk)).isNotEqualTo(version);

        String page = new PagesTest.Visitor(api)
                .logIn(desk, "mara@approved.example", Role.MANAGER, Optional.of(desk.rep("M")))
                .get("/team")
                .text();
        assertThat(page).contains("Catalogue " + version, "changed rule: at the stage", "90 → 40", "earlier recaps");

        RunningApi.Answer approved = answer(desk.mara, asked, true, "tried on last month");
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        assertThat(inForce(desk)).isEqualTo(version);
        RunningApi.Answer late = answer(api.token(desk.tenant, Role.TOP_MANAGEMENT), asked, false, "too late");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("answered already", "tried on last month");
    }

    @Test
    void whatIsRefusedDoesNotDecideAndTheReasonIsKept() {
        Desk desk = new Desk(api, "refused");
        String version = draft(desk);
        JsonNode asked = ask(desk, version);
        assertThat(answer(desk.mara, asked, false, " ").status()).isEqualTo(422);
        assertThat(answer(desk.mara, asked, false, "not before the fair").status())
                .isEqualTo(200);
        assertThat(inForce(desk)).isNotEqualTo(version);
        JsonNode listed = api.get("/api/v1/approvals")
                .as(desk.operator)
                .send()
                .json()
                .get("approvals")
                .get(0);
        assertThat(listed.get("answer").asString()).isEqualTo("REFUSED");
        assertThat(listed.get("reason").asString()).isEqualTo("not before the fair");
        assertThat(ask(desk, version).get("id"))
                .as("asking again after a refusal")
                .isNotEqualTo(asked.get("id"));
    }

    @Test
    void aVersionOfTheModelThatMayDecideWaitsInTheShadowUntilAManagerApproves() {
        Desk desk = new Desk(api, "model");
        need(desk, true);
        UUID id = trainedAndFoundBetter(desk);
        assertThat(store().retrainings().settle(desk.tenant.id(), id, now()).promoted())
                .isFalse();
        // a second try of the same step asks no second time
        store().retrainings().settle(desk.tenant.id(), id, now());
        assertThat(store().models().champion(desk.tenant.id())).isEmpty();
        JsonNode waiting =
                api.get("/api/v1/approvals").as(desk.mara).send().json().get("approvals");
        assertThat(waiting).hasSize(1);
        assertThat(waiting.get(0).get("kind").asString()).isEqualTo("MODEL");

        assertThat(answer(desk.mara, waiting.get(0), true, "read it").status()).isEqualTo(200);
        ModelVersion champion = store().models().champion(desk.tenant.id()).orElseThrow();
        assertThat(champion.id()).isEqualTo(id);
        assertThat(champion.reason()).contains("approved by", "read it");
    }

    @Test
    void aYoungerTrainingOvertakesOneThatStillWaits() {
        Desk desk = new Desk(api, "overtaken");
        need(desk, true);
        UUID first = trainedAndFoundBetter(desk);
        store().retrainings().settle(desk.tenant.id(), first, now());
        trainedAndFoundBetter(desk);
        JsonNode entry = api.get("/api/v1/approvals")
                .as(desk.mara)
                .send()
                .json()
                .get("approvals")
                .get(0);
        assertThat(entry.get("answer").asString()).isEqualTo("OVERTAKEN");
        assertThat(answer(desk.mara, entry, true, "yes").status()).isEqualTo(409);
        assertThat(store().models().champion(desk.tenant.id())).isEmpty();
    }

    @Test
    void whereManagersNeedNotApproveAVersionThatMayDecideDoes() {
        Desk desk = new Desk(api, "free");
        UUID id = trainedAndFoundBetter(desk);
        assertThat(store().retrainings().settle(desk.tenant.id(), id, now()).promoted())
                .isTrue();
        assertThat(store().models().champion(desk.tenant.id())).isPresent();
    }

    /** A training on next to nothing, whose report is made to say that it found something better. */
    private static UUID trainedAndFoundBetter(Desk desk) {
        UUID id = store().retrainings().newId();
        int number = store().retrainings().train(desk.tenant.id(), id, "test", now());
        TrainingReport r = store().models().report(desk.tenant.id(), number).orElseThrow();
        TrainingReport better = new TrainingReport(
                r.decisions(),
                r.recommendations(),
                r.from(),
                r.until(),
                r.judgedFrom(),
                r.policies(),
                r.overlap(),
                r.calibration(),
                r.groups(),
                r.actions(),
                r.halfLifeMonths(),
                r.explorationScale(),
                true,
                java.util.List.of(),
                "",
                java.util.Optional.empty());
        store().database()
                .doInTenant(
                        desk.tenant.id(),
                        transaction -> transaction.execute(
                                "update model set report = ?::jsonb where id = ?",
                                RecordJson.jsonb(better).data(),
                                id));
        return id;
    }

    private static String draft(Desk desk) {
        String fresh = CatalogueReader.resource(CatalogueReader.PATTERNS).replace(ROW, ROW.replace("90", "40"));
        SortedMap<String, String> files = new TreeMap<>();
        files.put("patterns", fresh);
        RunningApi.Answer drafted = post(
                desk.operator,
                "/api/v1/catalogue-releases",
                tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(files));
        assertThat(drafted.status()).as(drafted.text()).isEqualTo(200);
        return drafted.json().get("after").asString();
    }

    private static JsonNode ask(Desk desk, String version) {
        RunningApi.Answer asked = post(
                desk.operator,
                "/api/v1/approvals",
                "{\"catalogue\": \"" + version + "\", \"note\": \"earlier recaps\"}");
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        return asked.json();
    }

    private static RunningApi.Answer answer(String token, JsonNode asked, boolean approve, String reason) {
        return post(
                token,
                "/api/v1/approvals/" + asked.get("id").asString() + "/answer",
                "{\"approve\": " + approve + ", \"reason\": \"" + reason + "\"}");
    }

    private static void need(Desk desk, boolean needed) {
        assertThat(api.ask("PUT", "/api/v1/approvals/rule")
                        .as(desk.operator)
                        .json("{\"managersApprove\": " + needed + "}")
                        .send()
                        .json()
                        .get("managersApprove")
                        .asBoolean())
                .isEqualTo(needed);
    }

    private static String inForce(Desk desk) {
        return api.get("/api/v1/catalogue")
                .as(desk.mara)
                .send()
                .json()
                .get("version")
                .asString();
    }

    private static RunningApi.Answer post(String token, String path, String body) {
        RunningApi.Asking asking = api.post(path).as(token);
        return body.isEmpty() ? asking.send() : asking.json(body).send();
    }

    private static Store store() {
        return api.part(Store.class);
    }

    private static java.time.Instant now() {
        return store().time().now();
    }
}
