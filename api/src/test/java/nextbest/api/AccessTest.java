package nextbest.api;

import static nextbest.store.security.Role.INTEGRATION;
import static nextbest.store.security.Role.MANAGER;
import static nextbest.store.security.Role.MARKETING;
import static nextbest.store.security.Role.OPERATOR;
import static nextbest.store.security.Role.PRODUCT_MANAGER;
import static nextbest.store.security.Role.REP;
import static nextbest.store.security.Role.TOP_MANAGEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.store.security.Role;
import nextbest.store.security.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint × role × whose object. The table has a row per endpoint; an endpoint without a row fails the test, so
 * nobody adds one without saying who may use it.
 */
class AccessTest {
    private static final Set<Role> EVERYBODY = EnumSet.allOf(Role.class);

    /**
     * One endpoint.
     *
     * @param roles who may use it at all
     * @param object what its path variable names
     * @param body a body that the endpoint understands; empty for none
     */
    private record Row(Set<Role> roles, Kind object, String body) {}

    /** What everybody may use without saying who they are: the door, and links that are keys themselves. */
    private static final Set<String> OPEN = Set.of(
            "GET /login",
            "POST /login",
            "GET /login/provider",
            "GET /login/provider/back",
            "GET /a/{token}",
            "POST /a/{token}",
            "GET /a/reports/{token}",
            "POST /a/reports/{token}",
            "POST /webhooks/{tenant}/{source}/{key}",
            "GET /apps/hubspot/{tenant}/{source}/card",
            "POST /e/panel/{tenant}/{source}",
            "GET /e/{token}",
            "GET /e/{token}/why",
            "GET /e/{token}/version",
            "POST /e/{token}/answer",
            "POST /e/{token}/steps",
            "POST /e/{token}/show",
            "GET /e/{token}/record",
            "POST /e/{token}/record",
            "POST /e/{token}/record/undo");

    /** What an endpoint is about. */
    private enum Kind {
        NOTHING,
        /** An action of the catalogue, the same for all. */
        ACTION,
        TOKEN,
        IMPORT,
        /** A version of the model; each organisation counts its own. */
        MODEL,
        /** What waits for a manager's word. */
        APPROVAL,
        /** What product management should look at. */
        ALERT,
        /** A topic that somebody asked for. */
        SUGGESTION,
        /** Two names that may be one thing. */
        NAMES,
        /** What a manager said. */
        GUIDANCE,
        /** Product news. */
        NEWS,
        TRIAL,
        /** A line to a vendor; each organisation has its own names for them. */
        CONNECTION,
        /** A name for a line; whoever gives it has the line. */
        LINE_NAME,
        /** A message that did not arrive. */
        LETTER,
        /** A contact of whom something is stored. */
        PERSON,
        /** A version of the catalogue; the one that ships is there for all. */
        CATALOGUE,
        /** A fee that somebody entered. */
        COST,
        /** A deal: Rita's, Otto's, or another organisation's. */
        DEAL,
        /** A decision about such a deal. */
        DECISION;

        boolean isOfReps() {
            return this == DEAL || this == DECISION;
        }
    }

    private static final Map<String, Row> TABLE = new LinkedHashMap<>();

    static {
        row("GET /api/v1/me", EVERYBODY, Kind.NOTHING, "");
        row("GET /api/v1/stages", EVERYBODY, Kind.NOTHING, "");
        row(
                "PUT /api/v1/stages",
                EnumSet.of(OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "{\"stages\": [{\"label\": \"Demo\", \"kind\": \"PROPOSAL\", \"position\": 15}]}");
        row("POST /api/v1/tenant/mode", EnumSet.of(OPERATOR, TOP_MANAGEMENT), Kind.NOTHING, "{\"mode\": \"SHADOW\"}");
        row("GET /api/v1/clock", EVERYBODY, Kind.NOTHING, "");
        row(
                "PUT /api/v1/clock",
                EnumSet.of(OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "{\"now\": \"2026-03-02T10:00:00Z\"}");
        row("GET /api/v1/catalogue", EVERYBODY, Kind.NOTHING, "");
        row("GET /api/v1/catalogue/{action}", EVERYBODY, Kind.ACTION, "");
        row("POST /api/v1/events", EnumSet.of(OPERATOR, INTEGRATION), Kind.NOTHING, """
                {"events": [{"source": "crm", "id": "1", "type": "product", "occurredAt": "2026-03-01T09:00:00Z",
                  "data": {"id": "P1", "name": "Product"}}]}""");
        row(
                "GET /api/v1/models",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row(
                "GET /api/v1/models/{version}/report",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.MODEL,
                "");
        row(
                "PUT /api/v1/exploration",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
                Kind.NOTHING,
                "{\"rep\": \"crm:R\", \"allowed\": true}");
        row("POST /api/v1/models", EnumSet.of(PRODUCT_MANAGER, OPERATOR), Kind.NOTHING, "{}");
        row(
                "PUT /api/v1/models/switch",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
                Kind.NOTHING,
                "{\"off\": false, \"reason\": \"test\"}");
        Set<Role> tellNews = EnumSet.of(PRODUCT_MANAGER, MARKETING, OPERATOR, INTEGRATION);
        row(
                "GET /api/v1/product-news",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row("POST /api/v1/product-news", tellNews, Kind.NOTHING, "{\"what\": \"new prices\"}");
        row("DELETE /api/v1/product-news/{id}", tellNews, Kind.NEWS, "");
        row(
                "GET /api/v1/reports/fairness",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row("GET /api/v1/drafting", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row(
                "PUT /api/v1/drafting",
                EnumSet.of(OPERATOR, TOP_MANAGEMENT),
                Kind.NOTHING,
                "{\"switchedOn\": true, \"withNames\": false}");
        row("GET /api/v1/tokens", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("GET /api/v1/vendors", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("GET /api/v1/connections", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("PUT /api/v1/connections/{source}", EnumSet.of(OPERATOR), Kind.LINE_NAME, "{\"vendor\": \"hubspot\"}");
        row("POST /api/v1/connections/{source}/survey", EnumSet.of(OPERATOR), Kind.CONNECTION, "");
        row("GET /api/v1/connections/{source}/refusals", EnumSet.of(OPERATOR), Kind.CONNECTION, "");
        row("GET /api/v1/connections/{source}/calls", EnumSet.of(OPERATOR), Kind.CONNECTION, "");
        row(
                "POST /api/v1/connections/{source}/calls",
                EnumSet.of(OPERATOR),
                Kind.CONNECTION,
                "{\"call\": \"17\", \"deal\": \"D1\"}");
        row("POST /api/v1/reconcile", EnumSet.of(OPERATOR), Kind.NOTHING, "{\"rebuild\": false}");
        row("POST /api/v1/loops", EnumSet.of(OPERATOR), Kind.NOTHING, "{\"command\": \"RESUME\"}");
        row("POST /api/v1/subjects/{id}/loop", EnumSet.of(OPERATOR), Kind.DEAL, "{\"command\": \"RESUME\"}");
        row(
                "POST /api/v1/tokens",
                EnumSet.of(OPERATOR),
                Kind.NOTHING,
                "{\"label\": \"crm\", \"role\": \"INTEGRATION\"}");
        Set<Role> seeDeals = EnumSet.of(REP, MANAGER, PRODUCT_MANAGER, OPERATOR, INTEGRATION);
        Set<Role> sales = EnumSet.of(REP, MANAGER, OPERATOR, INTEGRATION);
        row("GET /api/v1/subjects", seeDeals, Kind.NOTHING, "");
        row("GET /api/v1/subjects/{id}", seeDeals, Kind.DEAL, "");
        row("GET /api/v1/subjects/{id}/card", seeDeals, Kind.DEAL, "");
        row("POST /api/v1/subjects/{id}/decisions", sales, Kind.DEAL, "{\"dryRun\": true}");
        row("GET /api/v1/decisions/{id}", seeDeals, Kind.DECISION, "");
        row("POST /api/v1/decisions/{id}/replay", seeDeals, Kind.DECISION, "");
        row(
                "POST /api/v1/decisions/{id}/feedback",
                EnumSet.of(REP, INTEGRATION),
                Kind.DECISION,
                "{\"position\": 1, \"disposition\": \"ACCEPTED\"}");
        row(
                "POST /api/v1/decisions/{id}/client",
                EnumSet.of(REP, INTEGRATION),
                Kind.DECISION,
                "{\"position\": 1, \"disposition\": \"PRESENTED\"}");
        row(
                "GET /api/v1/reports/loop",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row(
                "PUT /api/v1/ontology",
                EnumSet.of(PRODUCT_MANAGER, MARKETING, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "{\"yaml\": \"version: 1\"}");
        row(
                "POST /api/v1/screenings",
                EnumSet.of(PRODUCT_MANAGER, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "{\"occasion\": \"review\"}");
        row(
                "POST /api/v1/topic-suggestions",
                EnumSet.of(REP, MANAGER, PRODUCT_MANAGER, MARKETING, INTEGRATION),
                Kind.NOTHING,
                "{\"text\": \"hydrogen in food plants\"}");
        row("GET /api/v1/topic-suggestions", EVERYBODY, Kind.NOTHING, "");
        row(
                "POST /api/v1/topic-suggestion-answers",
                EnumSet.of(PRODUCT_MANAGER, MARKETING, INTEGRATION),
                Kind.NOTHING,
                "{\"suggestion\": \"x\", \"answer\": \"ADOPTED\", \"text\": \"a note in May\"}");
        row(
                "POST /api/v1/documents",
                EnumSet.of(PRODUCT_MANAGER, MARKETING, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                Belongings.FORM);
        row(
                "GET /api/v1/screenings",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row("GET /api/v1/product-candidates", seeDeals, Kind.NOTHING, "");
        row(
                "POST /api/v1/product-answers",
                EnumSet.of(REP, INTEGRATION),
                Kind.NOTHING,
                "{\"candidate\": \"x\", \"disposition\": \"PRESENTED\"}");
        row(
                "GET /api/v1/reports/products",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row(
                "GET /api/v1/product-alerts",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row(
                "POST /api/v1/product-alert-answers",
                EnumSet.of(PRODUCT_MANAGER, INTEGRATION),
                Kind.NOTHING,
                "{\"alert\": \"x\", \"answer\": \"ADOPTED\", \"text\": \"a smaller bundle\"}");
        row(
                "GET /api/v1/reports/overrides",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        Set<Role> mailReports = EnumSet.of(PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR);
        row("GET /api/v1/report-mails", mailReports, Kind.NOTHING, "");
        row("PUT /api/v1/report-mails", mailReports, Kind.NOTHING, "{\"every\": \"WEEKLY\"}");
        row("POST /api/v1/report-mails", mailReports, Kind.NOTHING, "{\"person\": \"nobody@example.com\"}");
        row(
                "POST /api/v1/report-readers",
                EnumSet.of(OPERATOR),
                Kind.NOTHING,
                "{\"person\": \"nobody@example.com\", \"wanted\": false}");
        row("GET /api/v1/conflicts", EnumSet.of(REP, MANAGER), Kind.NOTHING, "");
        row(
                "POST /api/v1/decisions/{id}/conflict",
                EnumSet.of(REP, MANAGER),
                Kind.DECISION,
                "{\"shown\": \"x\", \"kept\": \"y\", \"side\": \"SHOWN\"}");
        row(
                "POST /api/v1/what-if",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
                Kind.NOTHING,
                "{\"cap\": 1}");
        Set<Role> release = EnumSet.of(PRODUCT_MANAGER, OPERATOR);
        row("GET /api/v1/catalogue-releases", EVERYBODY, Kind.NOTHING, "");
        row("POST /api/v1/catalogue-releases", release, Kind.NOTHING, "{}");
        row("GET /api/v1/catalogue-releases/{version}", EVERYBODY, Kind.CATALOGUE, "");
        row("GET /api/v1/catalogue-releases/{version}/diff", EVERYBODY, Kind.CATALOGUE, "");
        row("POST /api/v1/catalogue-releases/{version}/publish", release, Kind.CATALOGUE, "");
        row("POST /api/v1/catalogue-rollback", release, Kind.NOTHING, "");
        Set<Role> approve = EnumSet.of(MANAGER, TOP_MANAGEMENT);
        Set<Role> approvalRule = EnumSet.of(TOP_MANAGEMENT, OPERATOR);
        row("GET /api/v1/approvals", EnumSet.of(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR), Kind.NOTHING, "");
        row("POST /api/v1/approvals", release, Kind.NOTHING, "{}");
        row(
                "POST /api/v1/approvals/{id}/answer",
                approve,
                Kind.APPROVAL,
                "{\"approve\": false, \"reason\": \"not now\"}");
        row("PUT /api/v1/approvals/rule", approvalRule, Kind.NOTHING, "{\"managersApprove\": false}");
        row(
                "POST /reports/loop/alerts/{id}",
                EnumSet.of(PRODUCT_MANAGER, INTEGRATION),
                Kind.ALERT,
                "answer=REJECTED&text=not+now");
        row(
                "POST /marketing/suggestions",
                EnumSet.of(REP, MANAGER, PRODUCT_MANAGER, MARKETING, INTEGRATION),
                Kind.NOTHING,
                "text=hydrogen+in+food+plants");
        row(
                "POST /marketing/suggestions/{id}",
                EnumSet.of(PRODUCT_MANAGER, MARKETING, INTEGRATION),
                Kind.SUGGESTION,
                "answer=REJECTED&text=not+now");
        Set<Role> harmonise = EnumSet.of(PRODUCT_MANAGER, OPERATOR, INTEGRATION);
        row("GET /api/v1/client-outlook", seeDeals, Kind.NOTHING, "");
        row(
                "GET /api/v1/reports/forecasts",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        row("GET /api/v1/mails", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("POST /api/v1/mail-stops/lift", EnumSet.of(OPERATOR), Kind.NOTHING, "{\"address\": \"x@example.com\"}");
        row(
                "POST /api/v1/ontology-checks",
                EnumSet.of(PRODUCT_MANAGER, MARKETING, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "{\"yaml\": \"version: 1\"}");
        row("GET /api/v1/entities", harmonise, Kind.NOTHING, "");
        row("POST /api/v1/entities/look", harmonise, Kind.NOTHING, "");
        row("POST /api/v1/entity-answers", harmonise, Kind.NOTHING, "{\"match\": \"x\", \"answer\": \"SAME\"}");
        row(
                "POST /api/v1/entity-merges",
                harmonise,
                Kind.NOTHING,
                "{\"kind\": \"CLIENT\", \"from\": \"x\", \"into\": \"y\"}");
        row("GET /names", harmonise, Kind.NOTHING, "");
        row("POST /names/look", harmonise, Kind.NOTHING, "x=1");
        row("POST /names/{id}", harmonise, Kind.NAMES, "answer=DIFFERENT");
        row("POST /approvals/{id}", approve, Kind.APPROVAL, "approve=false&reason=not+now");
        row("POST /learning/approvals", release, Kind.NOTHING, "note=x");
        row("POST /learning/approval-rule", approvalRule, Kind.NOTHING, "needed=false");
        Set<Role> readTrials = EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION);
        row("GET /api/v1/trials", readTrials, Kind.NOTHING, "");
        row("GET /api/v1/trials/{id}", readTrials, Kind.TRIAL, "");
        row(
                "POST /api/v1/trials",
                EnumSet.of(PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
                Kind.NOTHING,
                Belongings.TRIAL);
        row("POST /api/v1/trials/{id}/stop", EnumSet.of(PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR), Kind.TRIAL, "");
        row("POST /api/v1/imports", EnumSet.of(OPERATOR, INTEGRATION), Kind.NOTHING, Belongings.FORM);
        row("GET /", EVERYBODY, Kind.NOTHING, "");
        row("GET /deals/{id}/trail", EnumSet.of(MANAGER, OPERATOR), Kind.DEAL, "");
        row(
                "POST /overview/costs",
                EnumSet.of(TOP_MANAGEMENT, OPERATOR),
                Kind.NOTHING,
                "id=00000000-0000-0000-0000-000000000001&month=2026-02&label=CRM&amount=12.50");
        row("POST /overview/costs/{cost}/remove", EnumSet.of(TOP_MANAGEMENT, OPERATOR), Kind.COST, "x=1");
        row("GET /marketing", EnumSet.of(MARKETING, PRODUCT_MANAGER), Kind.NOTHING, "");
        row("GET /my-day", seeDeals, Kind.NOTHING, "");
        row("GET /deals/{id}", seeDeals, Kind.DEAL, "");
        row(
                "POST /deals/{id}/answer",
                EnumSet.of(REP, INTEGRATION),
                Kind.DEAL,
                "decision=DECISION&position=1&answer=x&disposition=ACCEPTED");
        row("GET /deals/{id}/why", seeDeals, Kind.DEAL, "");
        row("GET /deals/{id}/version", seeDeals, Kind.DEAL, "");
        row("POST /deals/{id}/steps", EnumSet.of(REP, INTEGRATION), Kind.DEAL, "card=x&step=1");
        row("GET /deals/{id}/record", EnumSet.of(REP), Kind.DEAL, "");
        row("POST /deals/{id}/record", EnumSet.of(REP), Kind.DEAL, "decision=DECISION&position=1&key=x&from=a&to=b");
        row("POST /deals/{id}/record/undo", EnumSet.of(REP), Kind.DEAL, "change=00000000-0000-0000-0000-000000000000");
        row("POST /deals/{id}/show", EnumSet.of(REP, INTEGRATION), Kind.DEAL, "amount=MORE");
        row("POST /api/v1/subjects/{id}/card-session", EnumSet.of(INTEGRATION), Kind.DEAL, "{\"rep\": \"crm:R\"}");
        row(
                "GET /reports/loop",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION),
                Kind.NOTHING,
                "");
        Set<Role> readReports = EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION);
        row("GET /reports/loop.csv", readReports, Kind.NOTHING, "");
        row(
                "POST /reports/loop/answers",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT),
                Kind.NOTHING,
                "words=more+of+it");
        row("POST /reports/loop/mail", readReports, Kind.NOTHING, "wanted=true");
        row("POST /reports/loop/mail/now", readReports, Kind.NOTHING, "x=1");
        row("GET /overview", EnumSet.of(TOP_MANAGEMENT, OPERATOR), Kind.NOTHING, "");
        row("GET /team", EnumSet.of(MANAGER), Kind.NOTHING, "");
        row("POST /team/fairness", EnumSet.of(MANAGER), Kind.NOTHING, "about=x&words=y");
        row("POST /team/conflicts", EnumSet.of(MANAGER), Kind.NOTHING, "decision=DECISION&shown=x&kept=y&side=SHOWN");
        row(
                "POST /team/guidance",
                EnumSet.of(MANAGER),
                Kind.NOTHING,
                "action=send-roi-calculator&leaning=PREFER&newRepsOnly=true");
        row("POST /team/guidance/{id}/withdrawal", EnumSet.of(MANAGER), Kind.GUIDANCE, "x=1");
        row("GET /learning", readReports, Kind.NOTHING, "");
        row(
                "POST /learning/switch",
                EnumSet.of(MANAGER, PRODUCT_MANAGER, TOP_MANAGEMENT, OPERATOR),
                Kind.NOTHING,
                "off=false&reason=test");
        row("POST /learning/news", tellNews, Kind.NOTHING, "what=new+prices");
        row("POST /learning/news/{id}/withdrawal", tellNews, Kind.NEWS, "x=1");
        row("GET /operations", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("GET /operations/people", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("POST /operations/people", EnumSet.of(OPERATOR), Kind.NOTHING, "login=somebody-new&role=MARKETING");
        row("POST /operations/people/remove", EnumSet.of(OPERATOR), Kind.NOTHING, "login=nobody-here");
        row("GET /operations/calls", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("POST /operations/calls", EnumSet.of(OPERATOR), Kind.NOTHING, "source=none&call=none&deal=");
        row("GET /operations/disagreements", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("GET /operations/drafting", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("POST /operations/drafting", EnumSet.of(OPERATOR, TOP_MANAGEMENT), Kind.NOTHING, "switchedOn=true");
        row("POST /operations/mode", EnumSet.of(OPERATOR, TOP_MANAGEMENT), Kind.NOTHING, "mode=SHADOW");
        row("POST /operations/loops", EnumSet.of(OPERATOR), Kind.NOTHING, "command=RESUME");
        row("POST /operations/loops/{id}", EnumSet.of(OPERATOR), Kind.DEAL, "command=RESUME");
        row("POST /logout", EVERYBODY, Kind.NOTHING, "x=1");
        row("GET /api/v1/letters", EnumSet.of(OPERATOR), Kind.NOTHING, "");
        row("POST /api/v1/letters/{id}/again", EnumSet.of(OPERATOR), Kind.LETTER, "");
        row("GET /api/v1/people/{id}", EnumSet.of(OPERATOR), Kind.PERSON, "");
        row("POST /api/v1/people/{id}/erasure", EnumSet.of(OPERATOR), Kind.PERSON, "");
        row(
                "POST /api/v1/decisions/anew",
                EnumSet.of(OPERATOR),
                Kind.NOTHING,
                "{\"from\": \"2026-03-02T00:00:00Z\", \"until\": \"2026-03-03T00:00:00Z\"}");
        row("GET /api/v1/imports/{id}", EnumSet.of(OPERATOR, INTEGRATION), Kind.IMPORT, "");
        row("DELETE /api/v1/tokens/{id}", EnumSet.of(OPERATOR), Kind.TOKEN, "");
    }

    private static final AccessMatrix MATRIX = new AccessMatrix();
    private static RunningApi api;
    private static Desk mine;
    private static Desk theirs;
    private static String ottosDecision;
    private static final Map<Desk, String> DECISIONS = new LinkedHashMap<>();
    private static Belongings belongings;
    private static final Map<Role, String> TOKENS = new LinkedHashMap<>();

    private static void row(String endpoint, Set<Role> roles, Kind object, String body) {
        TABLE.put(endpoint, new Row(roles, object, body));
    }

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        belongings = new Belongings(api);
        mine = new Desk(api, "mine");
        theirs = new Desk(api, "theirs");
        for (Role role : Role.values()) {
            TOKENS.put(
                    role,
                    switch (role) {
                        case REP -> mine.rita;
                        case MANAGER -> mine.mara;
                        case PRODUCT_MANAGER, MARKETING, TOP_MANAGEMENT, OPERATOR, INTEGRATION ->
                            api.token(mine.tenant, role);
                    });
        }
        for (Desk desk : List.of(mine, theirs)) {
            DECISIONS.put(desk, desk.deliver().get("decision").asString());
        }
        var model = api.part(nextbest.store.Store.class).retrainings();
        assertThat(model.train(
                        mine.tenant.id(), model.newId(), "test", api.time().instant()))
                .isEqualTo(1);
        ottosDecision = mine.decide("D2").get("id").asString();
    }

    @AfterAll
    static void stop() throws IOException {
        MATRIX.write(Path.of("target", "access-matrix.txt"));
        api.close();
    }

    @Test
    void everyEndpointHasARow() {
        Set<String> known = new TreeSet<>(TABLE.keySet());
        known.addAll(OPEN);
        assertThat(api.endpoints()).isEqualTo(known);
    }

    @Test
    void aRoleThatMayNotIsRefusedAndOneThatMayIsNot() {
        List<String> wrong = new ArrayList<>();
        TABLE.forEach((endpoint, row) -> TOKENS.forEach((role, token) -> {
            RunningApi.Answer answer = ask(endpoint, row, own(row.object()), token);
            int status = answer.status();
            MATRIX.seen(endpoint, role.name(), status);
            boolean refused = status == 401 || status == 403 || status == 404;
            if (row.roles().contains(role) == refused) {
                wrong.add(endpoint + " as " + role + " answered " + status + " " + answer.text());
            }
        }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void nobodyComesInWithoutAGoodToken() {
        String expired = belongings.expiredToken(mine);
        String revoked = belongings.revokedToken(mine);
        List<String> wrong = new ArrayList<>();
        TABLE.forEach((endpoint, row) -> {
            for (String token : List.of("", "nb_unknown", "another scheme", expired, revoked)) {
                RunningApi.Answer answer = ask(endpoint, row, own(row.object()), token);
                MATRIX.seen(endpoint, "no good token", answer.status());
                boolean toTheDoor = answer.status() == 302
                        && answer.header("Location").orElse("").contains("/login");
                if (endpoint.contains(" /api/") ? answer.status() != 401 : !toTheDoor) {
                    wrong.add(endpoint + " with '" + token + "' answered " + answer.status());
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatBelongsToAnotherOrganisationIsAnsweredLikeWhatDoesNotExist() {
        List<String> wrong = new ArrayList<>();
        TABLE.forEach((endpoint, row) -> row.roles()
                .forEach(role -> foreign(row.object()).ifPresent(foreign -> {
                    String token = TOKENS.get(role);
                    RunningApi.Answer theirs = ask(endpoint, row, foreign, token);
                    RunningApi.Answer missing = ask(endpoint, row, missing(foreign), token);
                    MATRIX.seen(endpoint, "another organisation's", theirs.status());
                    if (theirs.status() != 404 || !sameBut(theirs.text(), foreign, missing.text(), missing(foreign))) {
                        wrong.add(endpoint + " as " + role + " answered " + theirs.text() + " and " + missing.text());
                    }
                })));
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRepAndAManagerReachTheDealsOfTheirOwnOnly() {
        List<String> wrong = new ArrayList<>();
        TABLE.forEach((endpoint, row) -> {
            if (!row.object().isOfReps()) {
                return;
            }
            String ottos = row.object() == Kind.DEAL ? mine.subject("D2") : ottosDecision;
            for (Role role : row.roles()) {
                RunningApi.Answer answer = ask(endpoint, row, ottos, TOKENS.get(role));
                RunningApi.Answer none = ask(endpoint, row, missing(ottos), TOKENS.get(role));
                if (role == REP || role == MANAGER) {
                    MATRIX.seen(endpoint, "a colleague's as " + role, answer.status());
                }
                boolean hidden = answer.status() == 404 && sameBut(answer.text(), ottos, none.text(), missing(ottos));
                if (hidden != (role == REP || role == MANAGER)) {
                    wrong.add(endpoint + " of Otto's deal as " + role + " answered " + answer.text());
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** Whether two answers differ in nothing but the name that was asked for and what is new in every answer. */
    private static boolean sameBut(String one, String name, String other, String otherName) {
        return everlasting(one, name).equals(everlasting(other, otherName));
    }

    private static String everlasting(String text, String name) {
        return text.replace(name, "X")
                .replaceAll("\"correlationId\":\"[^\"]*\"", "")
                .replaceAll("<code>[^<]*</code>", "")
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    private static RunningApi.Answer ask(String endpoint, Row row, String object, String token) {
        String[] words = endpoint.split(" ", 2);
        RunningApi.Asking asking = api.ask(words[0], words[1].replaceAll("\\{[a-z]+}", object));
        if (!words[1].startsWith("/api/")) {
            return visit(asking, row, token);
        }
        if (row.body().equals(Belongings.FORM)) {
            asking.bytes("multipart/form-data; boundary=b", Belongings.FORM.getBytes(StandardCharsets.UTF_8));
        } else if (!row.body().isEmpty()) {
            asking.json(row.body());
        }
        return token.isEmpty() ? asking.send() : asking.as(token).send();
    }

    /** As a person with a session of the token's role, and with a good form. */
    private static RunningApi.Answer visit(RunningApi.Asking asking, Row row, String token) {
        String session = session(token);
        RunningApi.Answer door = api.get("/login").send();
        Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"").matcher(door.text());
        assertThat(csrf.find()).isTrue();
        String cookie = door.headers().get("set-cookie").getFirst();
        asking.header(
                "Cookie",
                cookie.substring(0, cookie.indexOf(';')) + (session.isEmpty() ? "" : "; nextbest_session=" + session));
        if (!row.body().isEmpty()) {
            asking.form("_csrf=" + csrf.group(1) + "&" + row.body().replace("DECISION", DECISIONS.get(mine)));
        }
        return asking.send();
    }

    /** A fresh session of whoever has the token; the token itself where it is no good, because no page takes it. */
    private static String session(String token) {
        return api.part(Tokens.class)
                .find(token)
                .filter(t -> t.state(api.time().instant()) == Tokens.State.VALID)
                .map(t -> api.part(Tokens.class)
                        .issue(t.tenant(), "session of " + t.label(), t.role(), t.rep(), Optional.empty())
                        .secret())
                .orElse(token);
    }

    private static String own(Kind kind) {
        return switch (kind) {
            case NOTHING -> "";
            case MODEL -> "1";
            case ACTION -> "send-roi-calculator";
            case TOKEN -> belongings.tokenOf(mine);
            case IMPORT -> belongings.importOf(mine);
            case GUIDANCE -> belongings.guidanceOf(mine);
            case APPROVAL -> belongings.approvalOf(mine);
            case ALERT -> belongings.alertOf(mine);
            case SUGGESTION -> belongings.suggestionOf(mine);
            case NAMES -> belongings.namesOf(mine);
            case COST -> belongings.costOf(mine);
            case NEWS -> belongings.newsOf(mine);
            case TRIAL -> belongings.trialOf(mine);
            case LETTER -> belongings.letterOf(mine);
            case PERSON -> belongings.personOf(mine);
            case CATALOGUE -> CatalogueReader.standard().version();
            case CONNECTION -> belongings.connectionOf(mine, "line-mine");
            case LINE_NAME -> "line-new";
            case DEAL -> mine.subject("D1");
            case DECISION -> DECISIONS.get(mine);
        };
    }

    /** What another organisation has of the kind; empty if the kind belongs to nobody. */
    private static Optional<String> foreign(Kind kind) {
        return switch (kind) {
            case NOTHING, ACTION, MODEL, CATALOGUE, LINE_NAME -> Optional.empty();
            case CONNECTION -> Optional.of(belongings.connectionOf(theirs, "line-theirs"));
            case TOKEN -> Optional.of(belongings.tokenOf(theirs));
            case IMPORT -> Optional.of(belongings.importOf(theirs));
            case GUIDANCE -> Optional.of(belongings.guidanceOf(theirs));
            case APPROVAL -> Optional.of(belongings.approvalOf(theirs));
            case ALERT -> Optional.of(belongings.alertOf(theirs));
            case SUGGESTION -> Optional.of(belongings.suggestionOf(theirs));
            case NAMES -> Optional.of(belongings.namesOf(theirs));
            case COST -> Optional.of(belongings.costOf(theirs));
            case NEWS -> Optional.of(belongings.newsOf(theirs));
            case TRIAL -> Optional.of(belongings.trialOf(theirs));
            case LETTER -> Optional.of(belongings.letterOf(theirs));
            case PERSON -> Optional.of(belongings.personOf(theirs));
            case DEAL -> Optional.of(theirs.subject("D1"));
            case DECISION -> Optional.of(DECISIONS.get(theirs));
        };
    }

    /** A name of the same form that nothing has. */
    private static String missing(String name) {
        return name.substring(0, name.length() - 4) + "0000";
    }
}
