package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nextbest.api.security.Passwords;
import nextbest.identity.RepId;
import nextbest.store.Store;
import nextbest.store.security.Accounts;
import nextbest.store.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
    }

    /** Each test logs somebody in from the same address, which may do so only so often in a minute. */
    @BeforeEach
    void aMinuteLater() {
        api.time().pass(Duration.ofMinutes(1));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aPersonLogsInSeesTheCardAnswersAndLeaves() {
        Desk desk = new Desk(api, "person");
        Visitor rita = new Visitor(api).logIn(desk, "rita@person.example", Role.REP, Optional.of(desk.rep("R")));
        desk.decide("D1");

        String day = rita.get("/my-day").text();
        assertThat(day).contains("Pumps for the north", "new").doesNotContain("Valves");

        String deal = rita.get("/deals/" + desk.subject("D1")).text();
        assertThat(deal)
                .contains("Next best action", "How the score comes about", "Why not something else?", "€48,000")
                .doesNotContain("<script>", "style=", "onclick", "??");
        RunningApi.Answer accepted = rita.submit(
                "/deals/" + desk.subject("D1") + "/answer",
                deal,
                "decision=" + hidden(deal, "decision") + "&position=1&disposition=ACCEPTED&answer="
                        + hidden(deal, "answer"));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(302);
        assertThat(rita.get(path(api, accepted)).text())
                .contains("Thank you, recorded: accepted", "You said: accepted");

        assertThat(rita.submit("/logout", deal, "").status()).isEqualTo(302);
        assertThat(rita.get("/my-day").status()).isEqualTo(302);
    }

    @Test
    void aPageWithoutLogInLeadsToTheDoorAndBack() {
        RunningApi.Answer answer = api.get("/my-day").send();
        assertThat(answer.status()).isEqualTo(302);
        assertThat(path(api, answer)).isEqualTo("/login?to=%2Fmy-day");
        assertThat(api.get("/login?to=//evil.example").send().text()).contains("name=\"to\" value=\"/\"");
    }

    @Test
    void aWrongPasswordIsRefusedAndManyTriesAreToo() {
        Desk desk = new Desk(api, "tries");
        account(desk, "otto@tries.example", Role.REP, Optional.of(desk.rep("O")));
        Visitor visitor = new Visitor(api);
        RunningApi.Answer wrong = visitor.tryLogIn("otto@tries.example", "not the password");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text()).contains("do not belong together").doesNotContain("not the password");
        int status = 0;
        for (int i = 0; i < 12; i++) {
            status = visitor.tryLogIn("otto@tries.example", "not the password").status();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        Desk desk = new Desk(api, "forms");
        Visitor rita = new Visitor(api).logIn(desk, "rita@forms.example", Role.REP, Optional.of(desk.rep("R")));
        RunningApi.Answer answer =
                api.post("/logout").header("Cookie", rita.cookies).form("x=1").send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(rita.get("/my-day").status()).isEqualTo(200);
    }

    @Test
    void theSessionCookieIsKeptFromScriptsAndOtherSites() {
        Desk desk = new Desk(api, "cookie");
        account(desk, "m@cookie.example", Role.MANAGER, Optional.of(desk.rep("M")));
        RunningApi.Answer in = new Visitor(api).tryLogIn("m@cookie.example", PASSWORD);
        assertThat(in.headers().get("set-cookie"))
                .anySatisfy(c -> assertThat(c).contains("nextbest_session=nb_", "HttpOnly", "SameSite=Lax", "Path=/"));
    }

    @Test
    void namesWithMarkupAreShownAndNotObeyed() {
        Desk desk = new Desk(api, "markup");
        desk.send("""
                {"source": "crm", "id": "60", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-02-12T09:00:00Z", "data": {"name": "<script>alert(1)</script> & Söhne"}}""");
        Visitor rita = new Visitor(api).logIn(desk, "rita@markup.example", Role.REP, Optional.of(desk.rep("R")));
        desk.decide("D1");
        for (String page : new String[] {"/my-day", "/deals/" + desk.subject("D1")}) {
            assertThat(rita.get(page).text())
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne")
                    .doesNotContain("<script>");
        }
    }

    @Test
    void aClosedDealAndAnothersDealHaveFriendlyPages() {
        Desk desk = new Desk(api, "friendly");
        Visitor rita = new Visitor(api).logIn(desk, "rita@friendly.example", Role.REP, Optional.of(desk.rep("R")));
        assertThat(rita.get("/deals/" + desk.subject("D3")).text()).contains("This deal has ended", "best service");
        RunningApi.Answer others = rita.get("/deals/" + desk.subject("D2"));
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.text()).contains("that you may see").doesNotContain("Valves");
        assertThat(rita.get("/reports/loop").status()).isEqualTo(403);
        assertThat(rita.get("/nowhere").status()).isEqualTo(404);
    }

    @Test
    void anOperatorSeesWhatWasDraftedAndWhyNot() {
        Desk desk = new Desk(api, "drafting");
        JsonNode card = desk.deliver();
        nextbest.store.Store store = api.part(nextbest.store.Store.class);
        new nextbest.store.drafting.Drafts(store.database())
                .keep(
                        desk.tenant.id(),
                        new nextbest.store.drafting.DraftRecord(
                                nextbest.identity.DecisionId.parse(
                                        card.get("decision").asString()),
                                nextbest.store.drafting.DraftRecord.State.REJECTED,
                                "NUMBER",
                                "card/v2",
                                "a-model",
                                "0".repeat(64),
                                Optional.empty(),
                                Optional.empty(),
                                java.util.List.of(new nextbest.store.drafting.DraftRecord.Objected(
                                        "why 1", "NUMBER", "<b>77</b>")),
                                false,
                                1,
                                new nextbest.store.drafting.DraftRecord.Usage(400, 100, 1_500, 900),
                                store.time().now()));
        new nextbest.store.drafting.EndpointHealths(store.database())
                .failed(
                        "a-model",
                        "server-error",
                        Optional.empty(),
                        store.time().realNow());
        Visitor otto = new Visitor(api).logIn(desk, "otto@drafting.example", Role.OPERATOR, Optional.empty());
        String page = otto.get("/operations/drafting").text();
        assertThat(page)
                .contains("a number that the evidence has not got", "card/v2", "a-model", "&lt;b&gt;77&lt;/b&gt;")
                .contains("failed once: an error of the endpoint", "0.0015")
                .doesNotContain("??", "<b>77");
        assertThat(otto.submit("/operations/drafting", page, "withNames=true&budget=2.5")
                        .status())
                .isEqualTo(302);
        assertThat(otto.get("/operations/drafting?asked=off").text())
                .contains("Drafting is switched off", "value=\"2.50\"", "nothing is sent to a model");
        assertThat(otto.submit("/operations/drafting", page, "switchedOn=true&budget=-1")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void anEmptyOrganisationExplainsItself() {
        api.part(Accounts.class)
                .put(new Accounts.Account(
                        "first@empty.example",
                        api.tenant("empty").id(),
                        api.part(Passwords.class).hash(PASSWORD),
                        Role.OPERATOR,
                        Optional.empty()));
        Visitor first = new Visitor(api);
        first.tryLogIn("first@empty.example", PASSWORD);
        assertThat(first.get("/").text()).contains("There are no open deals yet", "./nextbest import");
        assertThat(first.get("/my-day").text()).contains("No open deals");
        assertThat(first.get("/reports/loop").text()).contains("No decisions in this period");
    }

    @Test
    void aRepWithoutAMailAddressIsToldWhereTheCardsAre() {
        Desk desk = new Desk(api, "nomail");
        desk.send("""
                {"source": "crm", "id": "61", "type": "rep", "occurredAt": "2026-02-12T09:00:00Z",
                 "data": {"id": "R", "name": "Rita", "email": null}}""");
        Visitor rita = new Visitor(api).logIn(desk, "rita@nomail.example", Role.REP, Optional.of(desk.rep("R")));
        desk.decide("D1");
        assertThat(rita.get("/my-day").text()).contains("no mail address of yours", "Pumps for the north");
        assertThat(rita.get("/deals/" + desk.subject("D1")).text()).contains("I will do it");
    }

    @Test
    @Tag("long")
    void fiveThousandDealsAreCountedAndFoundAndNotAllShown() {
        Desk desk = new Desk(api, "many");
        for (int from = 0; from < 5_000; from += 500) {
            desk.send(IntStream.range(from, from + 500)
                    .mapToObj(i -> """
                            {"source": "crm", "id": "many-%d", "type": "deal", "subject": {"kind": "deal", "id": "M%d"},
                             "occurredAt": "2026-02-12T09:00:00Z",
                             "data": {"name": "Deal number %d", "stage": "Discovery", "rep": "R", "createdAt": "2026-02-12T09:00:00Z",
                              "amount": {"amount": 100, "currency": "%s"}}}""".formatted(i, i, i, i % 2 == 0 ? "USD" : "JPY"))
                    .collect(Collectors.joining(",")));
        }
        Visitor rita = new Visitor(api).logIn(desk, "rita@many.example", Role.REP, Optional.of(desk.rep("R")));
        String day = rita.get("/my-day").text();
        assertThat(day).contains("5,001 open deals", "The first 60 are shown");
        assertThat(day.length()).isLessThan(200_000);
        assertThat(rita.get("/my-day?q=number+4999").text()).contains("Deal number 4999", "¥100");
    }

    /** 40 decisions for retail of which 2 had something delivered, 40 for energy of which 38 had: a ratio of about 0.06. */
    @Test
    void aManagerSeesWhichGroupIsTreatedDifferentlyAndDecidesAboutIt() {
        Desk desk = new Desk(api, "fair");
        desk.deliver();
        api.part(nextbest.store.testing.TestPostgres.class).asOwner("""
                insert into decision (tenant, id, subject_id, rep_id, decided_at, reason, arm, mode, engine_version, catalogue_version,
                                      snapshot_hash, inputs, record_hash, candidates_total, off_slate, stage_kind, stage_position, segment, correlation_id)
                select d.tenant, gen_random_uuid(), d.subject_id, d.rep_id, d.decided_at, d.reason, d.arm, 'LIVE', d.engine_version, d.catalogue_version,
                       d.snapshot_hash, d.inputs, d.record_hash, 0, array_fill(0::smallint, array[cardinality(d.off_slate)]), d.stage_kind, d.stage_position,
                       case when n <= 40 then 'retail/smb' else 'energy/smb' end, 'fair-' || n
                from decision d cross join generate_series(1, 80) n where d.tenant = '%s';
                insert into contribution (tenant, decision_id, position, action, stage_kind, segment, rep_id, month, delivered, viewed, accepted,
                       dismissed, kept_back, overridden, executed, ignored, advance_observed, advanced, close_observed, won)
                select tenant, id, 1, 'send-roi-calculator', stage_kind, segment, rep_id, '2026-03-01', 1,
                       0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                from decision where tenant = '%1$s' and correlation_id like 'fair-%%'
                  and (substr(correlation_id, 6)::int <= 2 or substr(correlation_id, 6)::int between 41 and 78);""".formatted(desk.tenant.id()));
        Visitor mara = new Visitor(api).logIn(desk, "mara@fair.example", Role.MANAGER, Optional.of(desk.rep("M")));
        String page = mara.get("/team").text();
        assertThat(page)
                .contains("Offered a recommendation: clients in retail", "To decide: do facts lack on their deals")
                .doesNotContain("clients in manufacturing");
        String about = "about=Fairness%3A+clients+in+retail%2C+offered";
        assertThat(mara.submit("/team/fairness", page, about + "&words=Their+notes+are+missing")
                        .status())
                .isEqualTo(302);
        assertThat(mara.get("/team").text()).contains("Their notes are missing (mara@fair.example, Mar 2, 2026)");
        assertThat(mara.submit("/team/fairness", page, "about=Fairness%3A+clients+in+space%2C+offered&words=x")
                        .status())
                .isEqualTo(422);
        Visitor paula = new Visitor(api).logIn(desk, "paula@fair.example", Role.PRODUCT_MANAGER, Optional.empty());
        assertThat(paula.get("/reports/loop").text()).contains("Their notes are missing", "clients in retail, offered");
        assertThat(paula.get("/learning").text()).contains("clients in retail");
    }

    @Test
    void whatThePlatformCostsIsEnteredSummedAndTakenOutAgain() {
        Desk desk = new Desk(api, "costs");
        Visitor boss = new Visitor(api).logIn(desk, "tom@costs.example", Role.TOP_MANAGEMENT, Optional.empty());
        for (String fee : new String[] {"label=CRM+seats&amount=1200.50", "label=Endpoint&amount=99.50"}) {
            String page = boss.get("/overview").text();
            String form = "id=" + hidden(page, "id") + "&month=2026-02&" + fee;
            assertThat(boss.submit("/overview/costs", page, form).status()).isEqualTo(302);
            // sent twice, it counts once
            assertThat(boss.submit("/overview/costs", page, form).status()).isEqualTo(302);
        }
        String page = boss.get("/overview").text();
        assertThat(page).contains("€1,300", "CRM seats", "Feb 2026");
        for (String wrong :
                new String[] {"month=2026-02&amount=-1", "month=2026-02&amount=0.001", "month=2026-13&amount=1"}) {
            assertThat(boss.submit("/overview/costs", page, "id=" + hidden(page, "id") + "&label=x&" + wrong)
                            .status())
                    .as(wrong)
                    .isEqualTo(422);
        }
        Matcher remove = Pattern.compile("/overview/costs/[0-9a-f-]+/remove").matcher(page);
        assertThat(remove.find()).isTrue();
        boss.submit(remove.group(), page, "x=1");
        assertThat(boss.get("/overview").text()).doesNotContain("€1,300");
    }

    @Test
    void anOperatorLetsAPersonInAndOutAgain() {
        Desk desk = new Desk(api, "people");
        Visitor olga = new Visitor(api).logIn(desk, "olga@people.example", Role.OPERATOR, Optional.empty());
        String page = olga.get("/operations/people").text();
        assertThat(page).contains("olga@people.example", "Rita").doesNotContain("??");
        assertThat(olga.submit("/operations/people", page, "login=rita%40people.example&role=REP")
                        .status())
                .isEqualTo(422);
        RunningApi.Answer given =
                olga.submit("/operations/people", page, "login=rita%40people.example&role=REP&rep=" + desk.rep("R"));
        assertThat(given.header("Cache-Control").orElse("")).contains("no-store");
        Matcher password = Pattern.compile("<code>([A-Za-z0-9_-]{16})</code>").matcher(given.text());
        assertThat(password.find()).isTrue();

        Visitor rita = new Visitor(api);
        assertThat(rita.tryLogIn("rita@people.example", password.group(1)).status())
                .isEqualTo(302);
        assertThat(rita.get("/my-day").text()).contains("Pumps for the north");
        olga.submit("/operations/people/remove", page, "login=rita%40people.example");
        assertThat(rita.get("/my-day").status()).isEqualTo(302);
        assertThat(new Visitor(api)
                        .tryLogIn("rita@people.example", password.group(1))
                        .status())
                .isEqualTo(401);
        assertThat(olga.submit("/operations/people/remove", page, "login=olga%40people.example")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aManagerSeesWhoSawAndDidWhatAboutADeal() {
        Desk desk = new Desk(api, "trail");
        JsonNode card = desk.deliver();
        api.post("/api/v1/decisions/" + card.get("decision").asString() + "/feedback")
                .as(desk.rita)
                .json("{\"position\": 1, \"disposition\": \"DISMISSED\", \"reason\": \"WRONG_TIME\"}")
                .send();
        Visitor mara = new Visitor(api).logIn(desk, "mara@trail.example", Role.MANAGER, Optional.of(desk.rep("M")));
        String address = "/deals/" + desk.subject("D1");
        assertThat(mara.get(address).text()).contains("Who saw and did what");
        mara.get(address);
        String trail = mara.get(address + "/trail").text();
        assertThat(trail)
                .contains("was brought a card", "looked at", "dismissed", "WRONG_TIME", "Rita", "mara@trail.example");
        assertThat(trail.split("looked at the card", -1)).hasSize(2);
    }

    @Test
    void marketingSeesWhatIsMissingAndWhatBecameOfItsMaterial() {
        Desk desk = new Desk(api, "material");
        desk.noChance();
        desk.send("""
                {"source": "crm", "id": "62", "type": "asset", "occurredAt": "2026-02-12T09:00:00Z",
                 "data": {"id": "A1", "kind": "roi-calculator", "title": "Our calculator", "link": "https://example.com/roi", "version": "v7"}}""");
        JsonNode card = desk.deliver();
        Visitor mia = new Visitor(api).logIn(desk, "mia@material.example", Role.MARKETING, Optional.empty());
        String page = mia.get("/marketing").text();
        assertThat(card.get("title").asString()).contains("ROI");
        assertThat(page)
                .contains("Our calculator", "v7", "Case study", "€48,000")
                .doesNotContain("??");
    }

    @Test
    void aRepSeesWhatIsWorthATrainingAndNobodyElsesGaps() {
        Desk desk = new Desk(api, "training");
        // 20 answers each: Rita leaves what Otto always takes up
        for (int i = 0; i < 20; i++) {
            contribution(desk, "R", 0, 1);
            contribution(desk, "O", 1, 0);
        }
        Visitor rita = new Visitor(api).logIn(desk, "rita@training.example", Role.REP, Optional.of(desk.rep("R")));
        assertThat(rita.get("/my-day").text())
                .contains("Worth a training", "less often than the others: 0 of 20, they 20 of 20");
        Visitor otto = new Visitor(api).logIn(desk, "otto@training.example", Role.REP, Optional.of(desk.rep("O")));
        assertThat(otto.get("/my-day").text()).doesNotContain("Worth a training");
    }

    /** The running statistics of one answered recommendation. */
    private static void contribution(Desk desk, String rep, int accepted, int dismissed) {
        Store store = api.part(Store.class);
        store.database()
                .doInTenant(
                        desk.tenant.id(),
                        transaction -> transaction.execute(
                                "insert into contribution (tenant, decision_id, position, action, stage_kind, segment, rep_id, month,"
                                        + " delivered, viewed, accepted, dismissed, kept_back, overridden, executed, ignored,"
                                        + " advance_observed, advanced, close_observed, won) values"
                                        + " (?, ?, 1, 'send-roi-calculator', 'DISCOVERY', '', ?, '2026-02-01',"
                                        + " 1, 0, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0)",
                                desk.tenant.id().value(),
                                store.ids().next(),
                                desk.rep(rep).value(),
                                accepted,
                                dismissed));
    }

    @Test
    void theReportShowsBarsWithTheirNumbers() {
        Desk desk = new Desk(api, "bars");
        JsonNode card = desk.deliver();
        api.post("/api/v1/decisions/" + card.get("decision").asString() + "/feedback")
                .as(desk.rita)
                .json("{\"position\": 1, \"disposition\": \"DISMISSED\", \"reason\": \"WRONG_TIME\"}")
                .send();
        Visitor mara = new Visitor(api).logIn(desk, "mara@bars.example", Role.MANAGER, Optional.of(desk.rep("M")));
        for (String by : new String[] {"action", "stage", "segment", "month", "rep"}) {
            RunningApi.Answer page = mara.get("/reports/loop?by=" + by);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.text())
                    .contains("<svg", "dismissed", "Right, but not now")
                    .doesNotContain("??");
        }
    }

    private static void account(Desk desk, String login, Role role, Optional<RepId> rep) {
        desk.api
                .part(Accounts.class)
                .put(new Accounts.Account(
                        login, desk.tenant.id(), desk.api.part(Passwords.class).hash(PASSWORD), role, rep));
    }

    static String hidden(String page, String name) {
        Matcher found =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(found.find()).as("a field " + name).isTrue();
        return found.group(1);
    }

    @Test
    void theLedgerNamesReportMailsAndLinesToVendors() {
        Desk desk = new Desk(api, "ledger");
        Store store = api.part(Store.class);
        for (String channel : new String[] {"report", "our-hubspot"}) {
            store.database()
                    .doInTenant(
                            desk.tenant.id(),
                            transaction -> transaction.execute(
                                    "insert into outbox (tenant, id, idempotency_key, channel, payload, state, created_at, real_updated_at)"
                                            + " values (?, ?, ?, ?, '{\"cards\": []}', 'SENT', ?::timestamptz, ?::timestamptz)",
                                    desk.tenant.id().value(),
                                    store.ids().next(),
                                    "key-" + channel,
                                    channel,
                                    api.time().instant().toString(),
                                    api.time().instant().toString()));
        }
        Visitor olga = new Visitor(api).logIn(desk, "olga@ledger.example", Role.OPERATOR, Optional.empty());
        assertThat(olga.get("/operations").text())
                .contains("report mail", "Loop report", "our-hubspot")
                .doesNotContain("??");
    }

    @Test
    void anAddressThatOnlyTakesFormsIsNotThereForReaders() {
        Desk desk = new Desk(api, "forms-only");
        Visitor mara =
                new Visitor(api).logIn(desk, "mara@forms-only.example", Role.MANAGER, Optional.of(desk.rep("M")));
        RunningApi.Answer answer = mara.get("/team/guidance");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text()).contains("There is nothing here").doesNotContain("went wrong");
    }

    static String path(RunningApi api, RunningApi.Answer redirect) {
        return redirect.header("Location").orElse("").replace(api.address(), "");
    }

    /** A browser without script. */
    static final class Visitor {
        private final RunningApi api;
        private String cookies = "";

        Visitor(RunningApi api) {
            this.api = api;
        }

        Visitor logIn(Desk desk, String login, Role role, Optional<RepId> rep) {
            account(desk, login, role, rep);
            assertThat(tryLogIn(login, PASSWORD).status()).isEqualTo(302);
            return this;
        }

        RunningApi.Answer tryLogIn(String login, String password) {
            String form = get("/login").text();
            return submit("/login", form, "login=" + encode(login) + "&password=" + encode(password));
        }

        RunningApi.Answer get(String path) {
            return keep(api.get(path).header("Cookie", cookies).send());
        }

        RunningApi.Answer submit(String path, String page, String fields) {
            return keep(api.post(path)
                    .header("Cookie", cookies)
                    .form("_csrf=" + encode(hidden(page, "_csrf")) + "&" + fields)
                    .send());
        }

        private RunningApi.Answer keep(RunningApi.Answer answer) {
            for (String cookie : answer.headers().getOrDefault("set-cookie", java.util.List.of())) {
                String pair = cookie.substring(0, cookie.indexOf(';'));
                String name = pair.substring(0, pair.indexOf('=') + 1);
                StringBuilder kept = new StringBuilder(pair);
                for (String old : cookies.split("; ", -1)) {
                    if (!old.isEmpty() && !old.startsWith(name)) {
                        kept.append("; ").append(old);
                    }
                }
                cookies = kept.toString();
            }
            return answer;
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
