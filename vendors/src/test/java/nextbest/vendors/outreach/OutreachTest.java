package nextbest.vendors.outreach;

import static nextbest.vendors.Asking.only;
import static nextbest.vendors.Asking.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.vendors.FakeVendor.How;
import nextbest.vendors.Line;
import nextbest.vendors.NotingGate;
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

/** What is Outreach's own: its limits, its tokens, its missing idempotency, its odd records. */
class OutreachTest {
    private final OutreachWorld world = new OutreachWorld();
    private final FakeOutreach fake = world.fake;
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
        return new Tasks.Draft(key, "Call Ann", "Why", world.now(), false, Optional.of(owner), deal, "call");
    }

    @Test
    void aTaskIsWrittenInTheVendorsWordsWithOurKeyInItsNote() {
        String task = world.line().tasks().orElseThrow().write(draft("k1"));
        assertThat(fake.attribute("tasks", task, "action")).isEqualTo("action_item");
        assertThat(fake.attribute("tasks", task, "dueAt")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(String.valueOf(fake.attribute("tasks", task, "note")))
                .startsWith("Call Ann\n\nWhy")
                .endsWith("nextbest key: k1");
        assertThat(fake.related("tasks", task, "owner")).isEqualTo(owner);
        assertThat(fake.related("tasks", task, "opportunity")).isEqualTo(deal);
        assertThat(fake.related("tasks", task, "prospect")).isEqualTo(contact);
    }

    @Test
    void aTaskCanNameItsDealAsItsSubjectInstead() {
        Tasks tasks =
                world.line(Map.of("task-about", "subject"), Gate.open()).tasks().orElseThrow();
        String task = tasks.write(draft("k1"));
        assertThat(fake.related("tasks", task, "subject")).isEqualTo(deal);
        assertThat(tasks.find(draft("k1"))).contains(task);
    }

    @Test
    void whereATaskTakesNoOpportunityItsSubjectIsNamedAndThisIsRemembered() {
        fake.takesOnlySubjects();
        Line line = world.line();
        Tasks tasks = line.tasks().orElseThrow();
        String first = tasks.write(draft("k1"));
        assertThat(tasks.find(draft("k1"))).contains(first);
        long asked = fake.log().stream().filter("POST /api/v2/tasks"::equals).count();
        assertThat(asked).as("one refusal, one task").isEqualTo(2);
        assertThat(tasks.write(draft("k2"))).isNotEqualTo(first);
        assertThat(fake.log().stream().filter("POST /api/v2/tasks"::equals).count())
                .as("not tried the other way again")
                .isEqualTo(3);
    }

    @Test
    void aTimeOutAfterTheWriteIsUncertainAndTheTaskIsFoundByItsNote() {
        Tasks tasks = world.line().tasks().orElseThrow();
        fake.fail("POST /api/v2/tasks", How.CUT_AFTER);
        trouble(Cause.UNCERTAIN, () -> tasks.write(draft("k1")));
        assertThat(fake.ids("tasks")).hasSize(1);
        assertThat(tasks.find(draft("k1"))).contains(fake.ids("tasks").getFirst());
        // a key that begins like another one is another one
        assertThat(tasks.find(draft("k"))).isEmpty();
        assertThat(tasks.find(draft("k11"))).isEmpty();
    }

    /** What waits 75 seconds before it looks is not misled by a list that is half a minute late. */
    @Test
    void aListThatIsLateMissesATaskOnlyUntilItHasCaughtUp() {
        fake.lag(Duration.ofSeconds(30));
        world.later();
        Tasks tasks = world.line().tasks().orElseThrow();
        String task = tasks.write(draft("k1"));
        assertThat(tasks.find(draft("k1"))).isEmpty();
        world.now.updateAndGet(at -> at.plusSeconds(75));
        assertThat(tasks.find(draft("k1"))).contains(task);
    }

    @Test
    void aTimeOutAfterSomebodyWasPutIntoASequenceIsLookedUpToo() {
        String sequence = world.sequence("Case studies");
        Tasks tasks = world.line(Map.of("sequences", "call=" + sequence), Gate.open())
                .tasks()
                .orElseThrow();
        fake.fail("POST /api/v2/sequenceStates", How.CUT_AFTER);
        trouble(Cause.UNCERTAIN, () -> tasks.write(draft("k1")));
        String state = fake.ids("sequenceStates").getFirst();
        assertThat(tasks.find(draft("k1"))).contains("sequenceStates:" + state);
        assertThat(tasks.write(draft("k1"))).isEqualTo("sequenceStates:" + state);
        assertThat(fake.ids("sequenceStates")).hasSize(1);
        fake.change("sequenceStates", state, Map.of("state", "finished"));
        assertThat(tasks.standings(Set.of("sequenceStates:" + state)).values())
                .extracting(Tasks.Standing::state)
                .containsExactly(Tasks.State.COMPLETED);
        fake.delete("sequenceStates", state);
        assertThat(tasks.standings(Set.of("sequenceStates:" + state)).values())
                .extracting(Tasks.Standing::state)
                .containsExactly(Tasks.State.DELETED);
    }

    @Test
    void mailsOfASequenceGoOutOfTheRepsMailbox() {
        String mailbox = fake.create("mailboxes", Map.of("email", "rep@example.com"), Map.of("user", "user:" + owner));
        String sequence = world.sequence("Case studies");
        world.line(Map.of("sequences", "call=" + sequence), Gate.open())
                .tasks()
                .orElseThrow()
                .write(draft("k1"));
        String state = fake.ids("sequenceStates").getFirst();
        assertThat(fake.related("sequenceStates", state, "mailbox")).isEqualTo(mailbox);
    }

    @Test
    void aDealThatIsGoneIsRefusedForGood() {
        world.delete(deal);
        trouble(Cause.REJECTED, () -> world.line().tasks().orElseThrow().write(draft("k1")));
        assertThat(fake.ids("tasks")).isEmpty();
    }

    @Test
    void whatIsRefusedSaysWhereButNotWhatWasSent() {
        fake.delete("users", owner);
        VendorTrouble refused =
                trouble(Cause.REJECTED, () -> world.line().tasks().orElseThrow().write(draft("k1")));
        assertThat(refused)
                .hasMessageContainingAll("422", "validationError", "/data/relationships/owner")
                .hasMessageNotContaining("Ann");
    }

    @Test
    void anExhaustedHourIsClosedForAsLongAsItSays() {
        fake.allow(2);
        NotingGate gate = new NotingGate();
        Line line = world.line(Map.of(), gate);
        readUsers(line);
        readUsers(line);
        VendorTrouble later = trouble(Cause.THROTTLED, () -> readUsers(line));
        assertThat(later.after()).isEqualTo(Duration.ofSeconds(7));
        assertThat(gate.closed()).containsExactly("user PT7S");
        // the exchange of tokens is paid for apart from the three calls
        assertThat(gate.limits())
                .containsExactly("mint 1.0/PT1M", "user 10000.0/PT1H", "user 10000.0/PT1H", "user 10000.0/PT1H");
    }

    @Test
    void aVendorThatIsBrokenIsAskedLaterAndOneThatTalksNonsenseIsNot() {
        Line line = world.line();
        fake.fail("GET /api/v2/users", How.SERVER_ERROR);
        trouble(Cause.UNAVAILABLE, () -> readUsers(line));
        fake.fail("GET /api/v2/users", How.NOT_JSON);
        trouble(Cause.NOT_UNDERSTOOD, () -> readUsers(line));
        // the platform's client repeats a GET once by itself
        fake.fail("GET /api/v2/users", How.CUT_BEFORE);
        fake.fail("GET /api/v2/users", How.CUT_BEFORE);
        trouble(Cause.UNAVAILABLE, () -> readUsers(line));
        fake.fail("POST /api/v2/tasks", How.SERVER_ERROR);
        trouble(Cause.UNCERTAIN, () -> line.tasks().orElseThrow().write(draft("k1")));
        assertThat(readUsers(line).items()).hasSize(1);
    }

    @Test
    void manyWhoNeedATokenMakeOneExchangeAndUseItsRefreshTokenNextTime() throws Exception {
        Tokens shared = Tokens.inMemory(world.now::get);
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            var done = IntStream.range(0, 24)
                    .mapToObj(i -> many.submit(() -> readUsers(world.line(Map.of(), Gate.open(), shared))))
                    .toList();
            for (var one : done) {
                assertThat(one.get().items()).hasSize(1);
            }
        }
        assertThat(fake.mints()).isOne();
        // after two hours the access token has ended, and the refresh token of the settings has been used
        world.later();
        world.later();
        readUsers(world.line(Map.of(), Gate.open(), shared));
        assertThat(fake.mints()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsTakenBackIsReplacedOnceAndASecondWithinTheMinuteWaits() {
        Line line = world.line();
        readUsers(line);
        world.later();
        fake.revokeAccess();
        readUsers(line);
        assertThat(fake.mints()).isEqualTo(2);
        fake.revokeAccess();
        VendorTrouble later = trouble(Cause.UNAVAILABLE, () -> readUsers(line));
        assertThat(later.after()).isEqualTo(Duration.ofMinutes(1));
        assertThat(fake.mints()).isEqualTo(2);
    }

    @Test
    void aRefreshTokenThatWasUsedElsewhereNeedsAPersonAndNoSecretIsShown() {
        fake.revokeRefresh();
        VendorTrouble refused = trouble(Cause.UNAUTHORISED, () -> readUsers(world.line()));
        assertThat(refused)
                .hasMessageContainingAll("invalid_grant", "refresh-token")
                .hasMessageNotContaining("refresh-0")
                .hasMessageNotContaining("secret");
    }

    @Test
    void missingScopesAreSaidByTheSurvey() {
        fake.forbid(Set.of("mailings"));
        fake.change("opportunities", deal, Map.of("custom7", "Initech"));
        var survey = world.line().survey();
        assertThat(survey.missing()).containsOnlyKeys(Capability.READ_ACTIVITIES);
        assertThat(survey.fields()).containsOnlyKeys("custom7");
        assertThat(survey.stages()).hasSize(5);
    }

    @Test
    void anOddOpportunityIsReadWithoutWhatIsOddAndSaysSo() {
        String odd = fake.create(
                "opportunities",
                Map.of(
                        "name", "<b>Big</b> &amp; <script>alert(1)</script>bold",
                        "amountPrecise", "12 apples",
                        "closeDate", "soon",
                        "custom7", "Initech;Globex"),
                Map.of());
        fake.create(
                "opportunityProspectRoles",
                Map.of("role", "Soothsayer"),
                Map.of("opportunity", "opportunity:" + odd, "prospect", "prospect:" + contact));
        Item item = only(world.line(), Kind.DEAL, odd);
        assertThat(item.says()).hasSize(1);
        assertThat(item.says().getFirst().data())
                .containsEntry("name", "Big & bold")
                .containsEntry("competitors", List.of("Initech", "Globex"))
                .containsEntry("stakeholders", List.of(contact))
                .containsEntry("amount", null)
                .doesNotContainKey("stage");
        assertThat(item.oddities())
                .extracting(Item.Oddity::field)
                .containsExactlyInAnyOrder(
                        "amountPrecise", "closeDate", "opportunityStage", "opportunityProspectRole.role");
    }

    @Test
    void aFieldThatChangedItsTypeIsSaidAndTheRestStands() {
        fake.change(
                "opportunities",
                deal,
                Map.of("amount", Map.of("value", 1), "closeDate", List.of("soon"), "name", "Still here"));
        Item item = only(world.line(), Kind.DEAL, deal);
        assertThat(item.says().getFirst().data())
                .containsEntry("name", "Still here")
                .containsEntry("stage", "discovery");
        assertThat(item.oddities())
                .extracting(odd -> odd.field() + " " + odd.seen())
                .contains("amount a OBJECT", "closeDate a ARRAY");
    }

    @Test
    void aStageThatNobodyMappedIsSaidAndTheDealStands() {
        String stage = fake.create("opportunityStages", Map.of("name", "New one"), Map.of());
        fake.relate("opportunities", deal, "opportunityStage", "opportunityStage", stage);
        Item item = only(world.line(), Kind.DEAL, deal);
        assertThat(item.says().getFirst().data()).containsEntry("name", "Deal").doesNotContainKey("stage");
        assertThat(item.oddities()).extracting(Item.Oddity::seen).containsExactly(stage);
    }

    @Test
    void whatWasSoftlyDeletedIsGone() {
        fake.change("opportunities", deal, Map.of("trashedAt", world.now().toString()));
        assertThat(world.line().source().reread(Kind.DEAL, Set.of(deal)).gone()).containsExactly(deal);
    }

    @Test
    void aMailThatWasAnsweredIsTwoActivitiesAndItsWordsArePlain() {
        String mailing = fake.create(
                "mailings",
                Map.of(
                        "subject", "Offer",
                        "bodyText", "<p>Dear <i>Ann</i></p>",
                        "deliveredAt", "2026-03-01T10:00:00Z",
                        "repliedAt", "2026-03-01T15:00:00Z",
                        "state", "replied"),
                Map.of("opportunity", "opportunity:" + deal, "prospect", "prospect:" + contact));
        List<Statement> says =
                only(world.line(), Kind.ACTIVITY, "mailings:" + mailing).says();
        assertThat(says).extracting(said -> said.data().get("direction")).containsExactly("outbound", "inbound");
        assertThat(says.getFirst().data()).containsEntry("summary", "Offer\nDear Ann");
        assertThat(says.getLast().occurredAt()).isEqualTo("2026-03-01T15:00:00Z");
    }

    @Test
    void aCallWithUnknownWordsAndBeforeItIsOver() {
        String odd = fake.create(
                "calls",
                Map.of("direction", "sideways", "outcome", "Answered", "dialedAt", "2026-03-01T10:00:00Z"),
                Map.of("opportunity", "opportunity:" + deal));
        String early = fake.create(
                "calls", Map.of("dialedAt", "2026-03-01T10:00:00Z"), Map.of("opportunity", "opportunity:" + deal));
        Item item = only(world.line(), Kind.ACTIVITY, "calls:" + odd);
        assertThat(item.says().getFirst().data()).doesNotContainKey("direction");
        assertThat(item.oddities()).extracting(Item.Oddity::field).containsExactly("direction");
        assertThat(only(world.line(), Kind.ACTIVITY, "calls:" + early).says()).isEmpty();
    }

    @Test
    void whatNamesNoOpportunityIsOfThePersonsAccountAndWhatNamesNobodyIsNobodys() {
        Map<String, Object> over = Map.of("outcome", "Answered", "dialedAt", "2026-03-01T10:00:00Z");
        String call = fake.create("calls", over, Map.of("prospect", "prospect:" + contact));
        assertThat(only(world.line(), Kind.ACTIVITY, "calls:" + call).says())
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.subject().orElseThrow().kind()).isEqualTo(SubjectRef.Kind.CLIENT);
                    assertThat(said.subject().orElseThrow().id()).isEqualTo(client);
                });
        String nobodys = fake.create("calls", over, Map.of());
        assertThat(only(world.line(), Kind.ACTIVITY, "calls:" + nobodys).says()).isEmpty();
    }

    @Test
    void ourOwnTasksAndSequencesDoNotComeBackAsNews() {
        String sequence = world.sequence("Case studies");
        Line line = world.line(Map.of("sequences", "send=" + sequence), Gate.open());
        Tasks tasks = line.tasks().orElseThrow();
        String task = tasks.write(draft("k1"));
        fake.completeTask(task);
        assertThat(only(line, Kind.ACTIVITY, "tasks:" + task).says()).isEmpty();
        String theirs = fake.create(
                "tasks",
                Map.of("action", "in_person", "note", "Met <b>Ann</b>", "completedAt", "2026-03-01T10:00:00Z"),
                Map.of("opportunity", "opportunity:" + deal));
        assertThat(only(line, Kind.ACTIVITY, "tasks:" + theirs).says())
                .singleElement()
                .satisfies(said ->
                        assertThat(said.data()).containsEntry("kind", "meeting").containsEntry("summary", "Met Ann"));
        String state = fake.create(
                "sequenceStates",
                Map.of("state", "active"),
                Map.of("opportunity", "opportunity:" + deal, "sequence", "sequence:" + sequence));
        assertThat(only(line, Kind.ACTIVITY, "sequenceStates:" + state).says())
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.type()).isEqualTo(EventType.EXPOSURE_ELSEWHERE);
                    assertThat(said.ours()).isTrue();
                });
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
        Set<String> ids = first.items().stream().map(Item::id).collect(Collectors.toSet());
        world.later();
        // the last of the first page, and one that comes later, both change now
        world.rename(first.items().getLast().id(), "Renamed");
        world.rename(fake.ids("opportunities").getLast(), "Renamed");
        Optional<String> place = first.next();
        while (place.isPresent()) {
            Page page = line.source().read(Kind.DEAL, Optional.empty(), place);
            page.items().forEach(item -> ids.add(item.id()));
            place = page.next();
        }
        assertThat(ids).hasSize(251);
    }

    @Test
    void theVendorIsAskedToCallOnceAndToldOfANewSecret() {
        Map<String, String> first =
                Map.of("webhook-address", "https://nextbest.example.com/hook", "webhook-secret", "one");
        world.line(first, Gate.open()).prepareListening();
        world.line(first, Gate.open()).prepareListening();
        String webhook = fake.ids("webhooks").getFirst();
        assertThat(fake.ids("webhooks")).hasSize(1);
        assertThat(fake.attribute("webhooks", webhook, "resource")).isEqualTo("*");
        assertThat(fake.attribute("webhooks", webhook, "action")).isEqualTo("*");
        assertThat(fake.attribute("webhooks", webhook, "payloadVersion")).hasToString("2");
        assertThat(fake.attribute("webhooks", webhook, "secret")).isEqualTo("one");
        world.line(Map.of("webhook-address", "https://nextbest.example.com/hook", "webhook-secret", "two"), Gate.open())
                .prepareListening();
        assertThat(fake.attribute("webhooks", webhook, "secret")).isEqualTo("two");
        // what cannot be called from outside is not told
        world.line(Map.of("webhook-address", "http://localhost:1/x", "webhook-secret", "one"), Gate.open())
                .prepareListening();
        world.line(Map.of("webhook-address", "https://nextbest.example.com/other"), Gate.open())
                .prepareListening();
        assertThat(fake.ids("webhooks")).hasSize(1);
    }

    @Test
    void settingsThatAreMissingOrWrongAreNamedTogether() {
        assertThatThrownBy(() -> world.line(
                        Map.of(
                                "client-secret", "",
                                "calls-per-hour", "many",
                                "sequences", "send=x",
                                "task-about", "weather",
                                "base", "http://api.outreach.example"),
                        Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("client-secret", "calls-per-hour", "send=x", "weather", "https://");
    }
}
