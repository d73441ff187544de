package nextbest.vendors.salesloft;

import static nextbest.vendors.Asking.only;
import static nextbest.vendors.Asking.readAll;
import static nextbest.vendors.Asking.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nextbest.event.EventType;
import nextbest.vendors.FakeVendor.How;
import nextbest.vendors.Line;
import nextbest.vendors.NotingGate;
import nextbest.vendors.Survey;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Statement;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is Salesloft's own: its points, its numbered pages, its tokens, its keys, its signals, its odd records. */
class SalesloftTest {
    private final SalesloftWorld world = new SalesloftWorld();
    private final FakeSalesloft fake = world.fake;
    private String client;
    private String owner;
    private String contact;
    private String deal;

    @BeforeEach
    void people() {
        client = world.client("Acme");
        owner = world.owner("rep@example.com");
        contact = world.contact("Ann", client);
        deal = world.deal("Deal", "discovery", owner, client, contact);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Page readUsers(Line line) {
        return line.source().read(Kind.REP, Optional.empty(), Optional.empty());
    }

    private Tasks.Draft draft(String key) {
        return new Tasks.Draft(key, "Call Ann", "Why", world.now(), true, Optional.of(owner), deal, "call");
    }

    @Test
    void aTaskIsWrittenInTheVendorsWordsUnderOurKey() {
        String task = world.line().tasks().orElseThrow().write(draft("k1"));
        assertThat(fake.read("tasks", task))
                .containsEntry("subject", "Call Ann")
                .containsEntry("person_id", Long.parseLong(contact))
                .containsEntry("user_id", Long.parseLong(owner))
                .containsEntry("task_type", "general")
                .containsEntry("due_date", "2026-03-02")
                .containsEntry("description", "Why")
                .containsEntry("idempotency_key", "k1");
    }

    @Test
    void aTimeOutAfterTheWriteIsUncertainAndWritingAgainIsTheSameTask() {
        Tasks tasks = world.line().tasks().orElseThrow();
        fake.fail("POST /v2/tasks", How.CUT_AFTER);
        trouble(Cause.UNCERTAIN, () -> tasks.write(draft("k1")));
        String written = tasks.find(draft("k1")).orElseThrow();
        assertThat(tasks.write(draft("k1"))).isEqualTo(written);
        assertThat(fake.ids("tasks")).containsExactly(written);
    }

    /** Which of the two it does is not published. */
    @Test
    void aKeyThatIsRefusedBecauseItIsThereIsAsGood() {
        fake.refuseKnownKeys();
        Tasks tasks = world.line().tasks().orElseThrow();
        String task = tasks.write(draft("k1"));
        assertThat(tasks.write(draft("k1"))).isEqualTo(task);
        assertThat(fake.ids("tasks")).hasSize(1);
    }

    @Test
    void aDealWithoutPersonTakesOneOfItsAccountAndElseIsRefusedForGood() {
        String bare = fake.create("opportunities", Map.of("name", "Bare", "account", FakeSalesloft.link(client)));
        Tasks tasks = world.line().tasks().orElseThrow();
        Tasks.Draft draft = new Tasks.Draft("k1", "Call", "", world.now(), false, Optional.empty(), bare, "call");
        assertThat(fake.related("tasks", tasks.write(draft), "person")).isEqualTo(contact);
        String nobody = fake.create("opportunities", Map.of("name", "Nobody"));
        trouble(
                Cause.REJECTED,
                () -> tasks.write(
                        new Tasks.Draft("k2", "Call", "", world.now(), false, Optional.empty(), nobody, "call")));
        trouble(
                Cause.REJECTED,
                () -> tasks.write(
                        new Tasks.Draft("k3", "Call", "", world.now(), false, Optional.empty(), "404", "call")));
        assertThat(fake.ids("tasks")).hasSize(1);
    }

    @Test
    void aTimeOutAfterSomebodyWasPutIntoACadenceIsLookedUp() {
        String cadence = world.cadence("Case studies");
        Tasks tasks = world.line(Map.of("cadences", "call=" + cadence), Gate.open())
                .tasks()
                .orElseThrow();
        fake.fail("POST /v2/cadence_memberships", How.CUT_AFTER);
        trouble(Cause.UNCERTAIN, () -> tasks.write(draft("k1")));
        String id = fake.ids("cadence_memberships").getFirst();
        assertThat(tasks.find(draft("k1"))).contains("cadence_memberships:" + id);
        assertThat(tasks.write(draft("k1"))).isEqualTo("cadence_memberships:" + id);
        assertThat(fake.ids("cadence_memberships")).hasSize(1);
        fake.change("cadence_memberships", id, Map.of("currently_on_cadence", false));
        assertThat(tasks.standings(Set.of("cadence_memberships:" + id)).values())
                .extracting(Tasks.Standing::state)
                .containsExactly(Tasks.State.COMPLETED);
    }

    @Test
    void aSignalIsRegisteredOnceAndSentOnceUnderAKeyMadeOfOurs() {
        Line line = world.line(Map.of("present-as", "signal"), Gate.open());
        assertThat(line.capabilities()).doesNotContain(Capability.READ_TASKS);
        line.prepareWriting();
        line.prepareWriting();
        assertThat(fake.ids("integrations/signals/registrations")).hasSize(1);
        Tasks tasks = line.tasks().orElseThrow();
        fake.fail("POST /v2/signals", How.CUT_AFTER);
        trouble(Cause.UNCERTAIN, () -> tasks.write(draft("k1")));
        String sent = tasks.write(draft("k1"));
        assertThat(fake.ids("signals")).hasSize(1);
        Map<String, Object> signal = fake.read("signals", fake.ids("signals").getFirst());
        assertThat(signal)
                .containsEntry("type", "nextbest_recommendation")
                .containsEntry("urgency", "high")
                .containsEntry("occurred_at", "2026-03-02T08:00:00Z")
                .containsEntry("idempotency_key", sent.substring("signals:".length()));
        assertThat(signal.get("attribution"))
                .hasToString("{\"account_id\":" + client + ",\"person_id\":" + contact + "}");
        // another card is another signal; and none of them is asked for again
        assertThat(tasks.write(draft("k2"))).isNotEqualTo(sent);
        assertThat(fake.ids("tasks")).isEmpty();
        int before = fake.log().size();
        assertThat(tasks.standings(Set.of(sent)).get(sent).state()).isEqualTo(Tasks.State.OPEN);
        assertThat(fake.log()).hasSize(before);
    }

    @Test
    void signalsAreNotForApiKeysAndThatIsSaidBefore() {
        assertThatThrownBy(() -> world.line(Map.of("present-as", "signal", "api-key", "ak_1"), Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("app only");
    }

    /** 600 a minute for the team; no Retry-After is promised: the clock is at second 40, so 20 are left of the minute. */
    @Test
    void anExhaustedMinuteIsClosedUntilItsEnd() {
        world.now.set(java.time.Instant.parse("2026-03-02T08:00:40Z"));
        fake.allow(2);
        NotingGate gate = new NotingGate();
        Line line = world.line(Map.of(), gate);
        readUsers(line);
        readUsers(line);
        assertThat(gate.closed()).as("others take from it too").containsExactly("team PT20S");
        VendorTrouble later = trouble(Cause.THROTTLED, () -> readUsers(line));
        assertThat(later.after()).isEqualTo(Duration.ofSeconds(20));
        assertThat(gate.costs()).containsExactly(1.0, 1.0, 1.0);
        assertThat(gate.limits()).containsOnly("team 600.0/PT1M");
    }

    /** The published table: up to 100, 150, 250, 500, and beyond. */
    @Test
    void deepPagesCostMore() {
        assertThat(IntStream.of(1, 100, 101, 150, 151, 250, 251, 500, 501).mapToObj(SalesloftApi::cost))
                .containsExactly(1.0, 1.0, 3.0, 3.0, 8.0, 8.0, 10.0, 10.0, 30.0);
    }

    @Test
    void manyRecordsAreReadByTimeAndNeverFromDeepPages() {
        for (int i = 0; i < 1_050; i++) {
            if (i % 30 == 0) {
                world.later();
            }
            world.deal("More " + i, "discovery", owner, client, contact);
        }
        NotingGate gate = new NotingGate();
        List<Item> items = readAll(world.line(Map.of(), gate), Kind.DEAL);
        assertThat(items).extracting(Item::id).doesNotHaveDuplicates().hasSize(1_051);
        assertThat(gate.costs()).containsOnly(1.0);
    }

    @Test
    void aDealThatChangesWhilePagesAreReadIsNotLost() {
        for (int i = 0; i < 250; i++) {
            if (i % 50 == 0) {
                world.later();
            }
            world.deal("More " + i, "discovery", owner, client, contact);
        }
        Line line = world.line();
        Page first = line.source().read(Kind.DEAL, Optional.empty(), Optional.empty());
        Set<String> ids = first.items().stream().map(Item::id).collect(Collectors.toCollection(HashSet::new));
        world.later();
        // what is behind it moves up by one, which numbered pages alone would step over
        world.rename(first.items().getFirst().id(), "Renamed");
        Optional<String> place = first.next();
        while (place.isPresent()) {
            Page page = line.source().read(Kind.DEAL, Optional.empty(), place);
            page.items().forEach(item -> ids.add(item.id()));
            place = page.next();
        }
        assertThat(ids).hasSize(251);
    }

    @Test
    void aResourceThatHeedsNoTimeIsReadByNumbersAndEnds() {
        fake.timeless(Set.of("opportunity_people"));
        for (int i = 0; i < 230; i++) {
            if (i % 30 == 0) {
                world.later();
            }
            fake.create(
                    "opportunity_people",
                    Map.of("opportunity_id", Long.parseLong(deal), "person_id", Long.parseLong(contact)));
        }
        assertThat(readAll(world.line(), Kind.ACTIVITY).stream().map(Item::id).distinct())
                .hasSize(230);
    }

    @Test
    void aVendorThatIsBrokenIsAskedLaterAndOneThatTalksNonsenseIsNot() {
        Line line = world.line();
        fake.fail("GET /v2/users", How.SERVER_ERROR);
        trouble(Cause.UNAVAILABLE, () -> readUsers(line));
        fake.fail("GET /v2/users", How.NOT_JSON);
        trouble(Cause.NOT_UNDERSTOOD, () -> readUsers(line));
        // the platform's client repeats a GET once by itself
        fake.fail("GET /v2/users", How.CUT_BEFORE);
        fake.fail("GET /v2/users", How.CUT_BEFORE);
        trouble(Cause.UNAVAILABLE, () -> readUsers(line));
        fake.fail("POST /v2/tasks", How.SERVER_ERROR);
        trouble(Cause.UNCERTAIN, () -> line.tasks().orElseThrow().write(draft("k1")));
        fake.fail("GET /v2/users", How.THROTTLED);
        trouble(Cause.THROTTLED, () -> readUsers(line));
        assertThat(readUsers(line).items()).hasSize(1);
    }

    @Test
    void whatIsRefusedSaysWhereButNotWhatWasSent() {
        fake.delete("people", contact);
        assertThat(trouble(
                        Cause.REJECTED, () -> world.line().tasks().orElseThrow().write(draft("k1"))))
                .hasMessageContainingAll("422", "person_id")
                .hasMessageNotContaining("Call Ann");
    }

    @Test
    void manyWhoNeedATokenMakeOneExchangeAndItsRefreshTokenIsUsedNextTime() throws Exception {
        Tokens shared = Tokens.inMemory(world.now::get);
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            var done = IntStream.range(0, 24)
                    .mapToObj(i -> many.submit(() -> readUsers(world.line(Map.of(), Gate.open(), shared))))
                    .toList();
            for (var one : done) {
                assertThat(one.get().items()).hasSize(1);
            }
        }
        assertThat(fake.exchanges()).isOne();
        // tokens live for 7,200 s; the refresh token of the settings has been used
        world.later();
        world.later();
        readUsers(world.line(Map.of(), Gate.open(), shared));
        fake.revokeAccess();
        readUsers(world.line(Map.of(), Gate.open(), shared));
        assertThat(fake.exchanges()).isEqualTo(3);
    }

    @Test
    void aRefreshTokenThatWasUsedElsewhereNeedsAPersonAndNoSecretIsShown() {
        fake.revokeRefresh();
        assertThat(trouble(Cause.UNAUTHORISED, () -> readUsers(world.line())))
                .hasMessageContainingAll("invalid_grant", "refresh-token")
                .hasMessageNotContaining("refresh-0")
                .hasMessageNotContaining("secret");
    }

    /** The old refresh token ended with the exchange, and nobody has the new one. */
    @Test
    void anExchangeWhoseAnswerIsLostNeedsAPerson() {
        Line line = world.line();
        fake.fail("POST /oauth/token", How.CUT_AFTER);
        trouble(Cause.UNAVAILABLE, () -> readUsers(line));
        assertThat(trouble(Cause.UNAUTHORISED, () -> readUsers(line)))
                .hasMessageContaining("grant the app access again");
        // one that did not arrive does no harm
        world.fake.grantAgain();
        fake.fail("POST /oauth/token", How.CUT_BEFORE);
        trouble(Cause.UNAVAILABLE, () -> readUsers(line));
        assertThat(readUsers(line).items()).hasSize(1);
    }

    @Test
    void anAppOfOnesOwnNeedsNoRefreshTokenAndACustomersKeyNoApp() {
        assertThat(readUsers(world.line(Map.of("refresh-token", ""), Gate.open(), Tokens.inMemory(world.now::get)))
                        .items())
                .hasSize(1);
        fake.apiKey("ak_1");
        Map<String, String> key = Map.of("api-key", "ak_1", "client-id", "", "client-secret", "", "refresh-token", "");
        Line line = world.line(key, Gate.open());
        assertThat(readUsers(line).items()).hasSize(1);
        fake.apiKey("ak_2");
        assertThat(trouble(Cause.UNAUTHORISED, () -> readUsers(line))).hasMessageNotContaining("ak_1");
    }

    @Test
    void theSurveyLearnsFromDealsThatEndedWhichStagesAreEnds() {
        fake.create("opportunity_stages", Map.of("name", "Signed", "order", 9));
        fake.create("opportunity_stages", Map.of("name", "Dead", "order", 10));
        fake.create("opportunities", Map.of("stage_name", "Signed", "is_won", true, "is_closed", true));
        fake.create(
                "opportunities",
                Map.of(
                        "stage_name",
                        "Dead",
                        "is_won",
                        false,
                        "is_closed",
                        true,
                        "custom_fields",
                        Map.of("Rivals", "x")));
        fake.forbid(Set.of("notes"));
        Survey survey = world.line().survey();
        assertThat(survey.account()).isEqualTo("team 7");
        assertThat(survey.stages())
                .extracting(stage -> stage.id() + " " + stage.end() + " " + stage.won())
                .containsExactly(
                        "Discovery false false",
                        "Proposal false false",
                        "Negotiation false false",
                        "Closed Won true true",
                        "Closed Lost true false",
                        "Signed true true",
                        "Dead true false");
        assertThat(survey.fields()).containsOnlyKeys("Rivals");
        assertThat(survey.missing()).containsOnlyKeys(Capability.READ_ACTIVITIES);
    }

    @Test
    void anOddOpportunityIsReadWithoutWhatIsOddAndSaysSo() {
        String odd = fake.create(
                "opportunities",
                Map.of(
                        "name", "<b>Big</b> &amp; <script>alert(1)</script>bold",
                        "stage_name", "No such stage",
                        "amount", "12 apples",
                        "currency_iso_code", "EUR",
                        "close_date", "soon",
                        "custom_fields", Map.of("Rivals", "Initech;Globex")));
        Item item = only(world.line(), Kind.DEAL, odd);
        assertThat(item.says()).hasSize(1);
        assertThat(item.says().getFirst().data())
                .containsEntry("name", "Big & bold")
                .containsEntry("competitors", List.of("Initech", "Globex"))
                .containsEntry("amount", null)
                .doesNotContainKey("stage");
        assertThat(item.oddities())
                .extracting(Item.Oddity::field)
                .containsExactlyInAnyOrder("amount", "close_date", "stage_name");
        String bare = fake.create("opportunities", Map.of("name", "Bare"));
        assertThat(only(world.line(), Kind.DEAL, bare).oddities())
                .extracting(Item.Oddity::field)
                .containsExactly("stage_name");
    }

    @Test
    void whoIsInADealIsSaidOfTheDeal() {
        String part = fake.create(
                "opportunity_people",
                Map.of("opportunity_id", Long.parseLong(deal), "person_id", Long.parseLong(contact)));
        assertThat(only(world.line(), Kind.ACTIVITY, "opportunity_people:" + part)
                        .says())
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.type()).isEqualTo(EventType.CONTACT);
                    assertThat(said.subject().orElseThrow().id()).isEqualTo(deal);
                    assertThat(said.data()).containsEntry("id", contact);
                });
    }

    @Test
    void mailsAndNotesBelongToThePersonsAccountAndTheirWordsArePlain() {
        String mail = fake.create(
                "activities/emails",
                Map.of(
                        "subject", "Offer",
                        "body", "<p>Dear <i>Ann</i></p>",
                        "sent_at", "2026-03-01T10:00:00.000000+00:00",
                        "status", "sent",
                        "counts", Map.of("replies", 1),
                        "recipient", FakeSalesloft.link(contact),
                        "user", FakeSalesloft.link(owner)));
        List<Statement> says =
                only(world.line(), Kind.ACTIVITY, "emails:" + mail).says();
        assertThat(says).extracting(said -> said.data().get("direction")).containsExactly("outbound", "inbound");
        assertThat(says.getFirst().data())
                .containsEntry("summary", "Offer\nDear Ann")
                .containsEntry("rep", owner);
        String reply = says.getLast().id();
        world.later();
        fake.change("activities/emails", mail, Map.of("counts", Map.of("replies", 2)));
        assertThat(only(world.line(), Kind.ACTIVITY, "emails:" + mail)
                        .says()
                        .getLast()
                        .id())
                .as("answered, however often")
                .isEqualTo(reply);
        String note = fake.create(
                "notes",
                Map.of(
                        "content", "<p>They want <i>SSO</i></p>",
                        "associated_type", "account",
                        "associated_with", FakeSalesloft.link(client)));
        Statement said =
                only(world.line(), Kind.ACTIVITY, "notes:" + note).says().getFirst();
        assertThat(said.type()).isEqualTo(EventType.NOTE);
        assertThat(said.subject().orElseThrow().id()).isEqualTo(client);
        assertThat(said.data()).containsEntry("text", "They want SSO").doesNotContainKey("contact");
        String draft = fake.create("activities/emails", Map.of("subject", "Later", "status", "scheduled"));
        assertThat(only(world.line(), Kind.ACTIVITY, "emails:" + draft).says()).isEmpty();
    }

    @Test
    void ourOwnCadencesAreOurs() {
        String cadence = world.cadence("Case studies");
        Line line = world.line(Map.of("cadences", "call=" + cadence), Gate.open());
        line.tasks().orElseThrow().write(draft("k1"));
        String id = fake.ids("cadence_memberships").getFirst();
        assertThat(only(line, Kind.ACTIVITY, "cadence_memberships:" + id).says())
                .singleElement()
                .satisfies(said -> assertThat(said.ours()).isTrue());
    }

    @Test
    void theVendorIsAskedToCallOnceForEachEventAndToldOfANewToken() {
        Map<String, String> first =
                Map.of("webhook-address", "https://nextbest.example.com/hook", "webhook-secret", "one");
        world.line(first, Gate.open()).prepareListening();
        world.line(first, Gate.open()).prepareListening();
        assertThat(fake.ids("webhook_subscriptions").stream()
                        .map(one -> fake.read("webhook_subscriptions", one).get("event_type")))
                .doesNotHaveDuplicates()
                .hasSize(SalesloftWebhooks.EVENTS.size())
                .contains("task_completed", "call_updated")
                .doesNotContain("link_swap");
        world.line(Map.of("webhook-address", "https://nextbest.example.com/hook", "webhook-secret", "two"), Gate.open())
                .prepareListening();
        assertThat(fake.ids("webhook_subscriptions"))
                .hasSize(SalesloftWebhooks.EVENTS.size())
                .allSatisfy(one -> assertThat(fake.read("webhook_subscriptions", one))
                        .containsEntry("callback_token", "two")
                        .containsEntry("callback_url", "https://nextbest.example.com/hook"));
    }

    /** What is asked for is understood: a subscription that nobody reads would only cost. */
    @Test
    void everyEventThatIsSubscribedToIsUnderstood() {
        SalesloftWebhooks webhooks = new SalesloftWebhooks();
        assertThat(SalesloftWebhooks.EVENTS)
                .allSatisfy(event -> assertThat(webhooks.read(
                                        (event + "\n{\"id\":1}").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .records())
                        .isNotEmpty());
    }

    @Test
    void settingsThatAreMissingOrWrongAreNamedTogether() {
        assertThatThrownBy(() -> world.line(
                        Map.of(
                                "client-secret", "",
                                "cost-per-minute", "many",
                                "cadences", "Send=1",
                                "present-as", "mail",
                                "accounts", "http://accounts.example.com"),
                        Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("api-key", "cost-per-minute", "Send=1", "present-as", "accounts");
    }
}
