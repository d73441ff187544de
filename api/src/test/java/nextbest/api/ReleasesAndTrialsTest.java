package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import nextbest.catalogue.file.CatalogueReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Catalogue releases, what-if and trials as a program sees them. */
class ReleasesAndTrialsTest {
    private static final String TRIAL = """
            {"name": "loop", "hypothesis": "The loop moves deals on.", "measure": "ADVANCED", "difference": 0.1,
             "baseRate": 0.3, "arms": [{"arm": "NONE"}, {"arm": "ENGINE"}]%s}""";
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
    void aReleaseIsDraftedTriedPublishedAndRolledBackAndOldDecisionsStayReadable() {
        Desk desk = new Desk(api, "releases");
        String decision = desk.decide("D1").get("id").asString();
        String shipped = CatalogueReader.standard().version();

        RunningApi.Answer drafted = draft(desk, ROW, ROW.replace("90", "40"));
        assertThat(drafted.status()).as(drafted.text()).isEqualTo(200);
        assertThat(drafted.json().get("before").asString()).isEqualTo(shipped);
        assertThat(drafted.json().get("changes")).hasSize(1);
        String version = drafted.json().get("after").asString();

        JsonNode tried = post(desk, "/api/v1/what-if", "{\"catalogue\": \"" + version + "\"}")
                .json();
        assertThat(tried.get("decisions").asInt()).isEqualTo(1);

        assertThat(post(desk, "/api/v1/catalogue-releases/" + version + "/publish", "")
                        .status())
                .isEqualTo(200);
        assertThat(get(desk, "/api/v1/catalogue").json().get("version").asString())
                .isEqualTo(version);
        RunningApi.Answer old = get(desk, "/api/v1/decisions/" + decision);
        assertThat(old.status()).as(old.text()).isEqualTo(200);
        assertThat(old.json().get("catalogueVersion").asString()).isEqualTo(shipped);
        assertThat(post(desk, "/api/v1/decisions/" + decision + "/replay", "")
                        .json()
                        .get("same")
                        .asBoolean())
                .isTrue();

        assertThat(post(desk, "/api/v1/catalogue-rollback", "")
                        .json()
                        .get("version")
                        .asString())
                .isEqualTo(shipped);
        assertThat(post(desk, "/api/v1/catalogue-rollback", "").status()).isEqualTo(409);
    }

    @Test
    void aWrongFileIsRefusedWithItsPlaceAndChangesNothing() {
        Desk desk = new Desk(api, "wrong");
        RunningApi.Answer refused = draft(desk, ROW, ROW.replace("send-roi-calculator", "send-nothing"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("patterns.yaml:").contains("send-nothing");
        assertThat(get(desk, "/api/v1/catalogue-releases/0-none").status()).isEqualTo(404);
    }

    @Test
    void aTrialIsPlannedStartedReadAndStopped() {
        Desk desk = new Desk(api, "trial");
        JsonNode plan = post(desk, "/api/v1/trials", TRIAL.formatted(", \"dryRun\": true"))
                .json();
        assertThat(plan.get("state").asString()).isEqualTo("PLANNED");
        assertThat(plan.at("/plan/enough").asBoolean()).isFalse();
        RunningApi.Answer small = post(desk, "/api/v1/trials", TRIAL.formatted(""));
        assertThat(small.status()).isEqualTo(409);
        assertThat(small.text()).contains("not enough");

        String anyway = TRIAL.formatted(", \"evenIfTooSmall\": true");
        JsonNode trial = post(desk, "/api/v1/trials", anyway).json();
        assertThat(post(desk, "/api/v1/trials", anyway).text()).contains("is running");
        assertThat(desk.decide("D1").get("arm").asString()).isIn("NONE", "ENGINE", "RANDOM_ELIGIBLE");

        String address = "/api/v1/trials/" + trial.get("id").asString();
        JsonNode running = get(desk, address).json();
        assertThat(running.get("state").asString()).isEqualTo("RUNNING");
        assertThat(running.get("says").asString()).contains("nothing can be said yet");
        assertThat(post(desk, address + "/stop", "").json().get("state").asString())
                .isEqualTo("ENDED");
        assertThat(get(desk, "/api/v1/trials").json().get("trials")).hasSize(1);
    }

    @Test
    void whatIfWithoutRulesOrWithWeightsThatDoNotAddUpIsRefused() {
        Desk desk = new Desk(api, "rules");
        assertThat(post(desk, "/api/v1/what-if", "{}").status()).isEqualTo(422);
        assertThat(post(desk, "/api/v1/what-if", "{\"weights\": [40, 30, 20, 11]}")
                        .text())
                .contains("add up to 100");
    }

    private static RunningApi.Answer draft(Desk desk, String text, String replacement) {
        String patterns = CatalogueReader.resource(CatalogueReader.PATTERNS);
        assertThat(patterns).contains(text);
        String body = new JsonMapper()
                .createObjectNode()
                .put("patterns", patterns.replace(text, replacement))
                .toString();
        return post(desk, "/api/v1/catalogue-releases", body);
    }

    private static RunningApi.Answer get(Desk desk, String path) {
        return api.get(path).as(desk.operator).send();
    }

    private static RunningApi.Answer post(Desk desk, String path, String body) {
        RunningApi.Asking asking = api.post(path).as(desk.operator);
        return (body.isEmpty() ? asking : asking.json(body)).send();
    }
}
