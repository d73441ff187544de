package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nextbest.identity.SubjectId;
import nextbest.process.RecordField;
import nextbest.store.Store;
import nextbest.store.process.OwnRecords;
import nextbest.store.security.Role;
import nextbest.store.vendor.VendorConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a process recommendation proposes, carried out in the deal's record from its card. */
class RecordChangesTest {
    private static RunningApi api;
    private static OwnRecords records;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        Store store = api.part(Store.class);
        records = new OwnRecords(store.database(), store.intake());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** A deal in negotiation of which nothing is known but what calls for one action, and Rita who looks at it. */
    private static final class Scene {
        final Desk desk;
        final PagesTest.Visitor rita;
        final String address;
        final SubjectId deal;

        Scene(String key, String says, String... further) {
            desk = new Desk(api, key);
            desk.noChance();
            desk.send("""
                    {"source": "crm", "id": "50", "type": "deal", "subject": {"kind": "deal", "id": "D5"},
                     "occurredAt": "2026-02-12T09:00:00Z",
                     "data": {"name": "Filters", "stage": "Negotiation", "rep": "R", "createdAt": "2026-02-12T09:00:00Z", %s}}""".formatted(says));
            for (String event : further) {
                desk.send(event);
            }
            desk.decide("D5");
            rita = new PagesTest.Visitor(api)
                    .logIn(desk, "rita@" + key + ".example", Role.REP, Optional.of(desk.rep("R")));
            deal = SubjectId.parse(desk.subject("D5"));
            address = "/deals/" + deal;
        }

        String value(RecordField field, String object) {
            return records.value(desk.tenant.id(), deal, field, object);
        }

        RunningApi.Answer make(String page, String to) {
            return rita.submit(
                    address + "/record",
                    page,
                    "decision=" + PagesTest.hidden(page, "decision") + "&position=" + PagesTest.hidden(page, "position")
                            + "&key=" + PagesTest.hidden(page, "key") + "&from=" + PagesTest.hidden(page, "from") + to);
        }

        /** The page that asks, by the link on the card. */
        String ask(String field) {
            String card = rita.get(address).text();
            Matcher link = Pattern.compile("href=\"([^\"]*/record\\?position=\\d)\"[^>]*>Change the record: " + field)
                    .matcher(card);
            assertThat(link.find())
                    .as("a link to change the %s in %s", field, card)
                    .isTrue();
            return rita.get(link.group(1)).text();
        }
    }

    @Test
    void aCloseDateIsShownOldAndNewConfirmedChangedAndPutBack() {
        Scene scene = new Scene("close", "\"closeDate\": \"2026-05-15\", \"proposedCloseDate\": \"2026-06-30\"");
        String page = scene.ask("close date");
        assertThat(page).contains("May 15, 2026", "value=\"2026-06-30\"", "Yes, change it");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-05-15");

        RunningApi.Answer changed = scene.make(page, "&to=2026-07-15");
        assertThat(changed.status()).as(changed.text()).isEqualTo(302);
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-07-15");
        String card = scene.rita.get(scene.address).text();
        assertThat(card).contains("close date: May 15, 2026 → Jul 15, 2026", "You said: done");

        // sent twice, it is changed once
        scene.make(page, "&to=2026-07-15");
        String change = PagesTest.hidden(card, "change");
        assertThat(PagesTest.hidden(scene.rita.get(scene.address).text(), "change"))
                .isEqualTo(change);

        api.time().pass(Duration.ofMinutes(1));
        RunningApi.Answer undone = scene.rita.submit(scene.address + "/record/undo", card, "change=" + change);
        assertThat(undone.header("Location").orElse("")).contains("undone=close-date");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-05-15");
        assertThat(scene.rita.get(scene.address).text())
                .contains("You said: accepted")
                .doesNotContain("→");
        assertThat(scene.rita
                        .submit(scene.address + "/record/undo", card, "change=" + change)
                        .header("Location")
                        .orElse(""))
                .contains("late=record-gone");
    }

    @Test
    void aValueThatSomebodyChangedMeanwhileIsNotOverwritten() {
        Scene scene = new Scene("meanwhile", "\"closeDate\": \"2026-05-15\", \"proposedCloseDate\": \"2026-06-30\"");
        String page = scene.ask("close date");
        scene.desk.send("""
                {"source": "crm", "id": "51", "type": "deal", "subject": {"kind": "deal", "id": "D5"},
                 "occurredAt": "2026-03-02T09:30:00Z", "data": {"closeDate": "2026-08-01"}}""");
        RunningApi.Answer refused = scene.make(page, "&to=2026-06-30");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-08-01");
        assertThat(scene.rita.get(PagesTest.path(api, refused)).text())
                .contains("Somebody changed this while you looked", "Aug 1, 2026");

        scene.make(scene.ask("close date"), "&to=2026-09-01");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-09-01");
        String card = scene.rita.get(scene.address).text();
        api.time().pass(Duration.ofMinutes(5));
        scene.desk.send("""
                {"source": "crm", "id": "52", "type": "deal", "subject": {"kind": "deal", "id": "D5"},
                 "occurredAt": "%s", "data": {"closeDate": "2026-10-01"}}""".formatted(api.time().instant()));
        assertThat(scene.rita
                        .submit(scene.address + "/record/undo", card, "change=" + PagesTest.hidden(card, "change"))
                        .header("Location")
                        .orElse(""))
                .contains("late=record-moved");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-10-01");
    }

    @Test
    void whatIsNotAllowedIsRefusedAndNothingIsWritten() {
        Scene scene = new Scene("wrong", "\"closeDate\": \"2026-05-15\", \"proposedCloseDate\": \"2026-06-30\"");
        String page = scene.ask("close date");
        for (String wrong : new String[] {"2020-01-01", "tomorrow", "2026-05-15", ""}) {
            assertThat(scene.make(page, "&to=" + wrong).status()).as(wrong).isEqualTo(422);
        }
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-05-15");
        assertThat(scene.rita.get(scene.address).text()).doesNotContain("You said");
    }

    @Test
    void theDealDeskIsAskedAndANewcomerIsPutOnTheBuyingCommittee() {
        Scene desk = new Scene("dealdesk", "\"contract\": \"non-standard-terms\"");
        String page = desk.ask("deal desk");
        assertThat(page).contains("nothing", "requested");
        desk.make(page, "&to=requested");
        assertThat(desk.value(RecordField.DISCOUNT, "")).isEqualTo("requested");

        Scene committee = new Scene("committee", "\"client\": \"C\"", """
                {"source": "crm", "id": "53", "type": "contact", "subject": {"kind": "deal", "id": "D5"},
                 "occurredAt": "2026-02-13T09:00:00Z", "data": {"id": "N", "name": "Nora Neu", "client": "C"}}""", """
                {"source": "crm", "id": "54", "type": "signal", "subject": {"kind": "deal", "id": "D5"},
                 "occurredAt": "2026-03-01T09:00:00Z", "data": {"signal": "new-stakeholder", "contact": "N"}}""");
        String roles = committee.ask("role in the buying committee");
        committee.make(roles, "&to=champion&to=executive");
        String card = committee.rita.get(committee.address).text();
        assertThat(card).contains("role in the buying committee: nothing → the champion, an executive");
        committee.rita.submit(committee.address + "/record/undo", card, "change=" + PagesTest.hidden(card, "change"));
        assertThat(committee.rita.get(committee.address).text()).doesNotContain("→");
        assertThat(committee.ask("role in the buying committee")).contains("<b>nothing</b>");
    }

    /** The deal D5 is one of a connection's. */
    private static void connect(Scene scene, boolean writes) {
        Store store = api.part(Store.class);
        store.vendors()
                .connections()
                .keep(
                        scene.desk.tenant.id(),
                        new VendorConnection(
                                "crm",
                                "hubspot",
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                true,
                                writes,
                                Optional.empty()));
    }

    @Test
    void aDealOfAConnectedSystemIsChangedThereAndThenHereAndPutBackInBoth() {
        RunningApi.NotedLines lines = api.part(RunningApi.NotedLines.class);
        Scene scene = new Scene("connected", "\"closeDate\": \"2026-05-15\", \"proposedCloseDate\": \"2026-06-30\"");
        connect(scene, true);
        // the system knows more than we do
        lines.records.put("crm/D5/close-date", "2026-05-20");
        String page = scene.ask("close date");
        assertThat(page).contains("May 20, 2026");
        RunningApi.Answer changed = scene.make(page, "&to=2026-07-15");
        assertThat(changed.status()).as(changed.text()).isEqualTo(302);
        assertThat(lines.calls).contains("change crm/D5/close-date 2026-05-20 -> 2026-07-15");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-07-15");
        scene.make(page, "&to=2026-07-15");
        assertThat(lines.calls.stream().filter(call -> call.contains("2026-05-20 -> 2026-07-15")))
                .as("sent twice, changed once")
                .hasSize(1);
        String card = scene.rita.get(scene.address).text();
        scene.rita.submit(scene.address + "/record/undo", card, "change=" + PagesTest.hidden(card, "change"));
        assertThat(lines.records).containsEntry("crm/D5/close-date", "2026-05-20");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-05-15");
    }

    @Test
    void whatTheSystemDoesNotTakeIsNotChangedHereEither() {
        RunningApi.NotedLines lines = api.part(RunningApi.NotedLines.class);
        Scene scene = new Scene("refusing", "\"closeDate\": \"2026-05-15\", \"proposedCloseDate\": \"2026-06-30\"");
        connect(scene, true);
        lines.records.put("crm/D5/close-date", "2026-05-15");
        String page = scene.ask("close date");
        // somebody is quicker there
        lines.records.put("crm/D5/close-date", "2026-12-01");
        RunningApi.Answer refused = scene.make(page, "&to=2026-07-15");
        assertThat(scene.rita.get(PagesTest.path(api, refused)).text()).contains("Somebody changed this");
        assertThat(lines.records).containsEntry("crm/D5/close-date", "2026-12-01");
        assertThat(scene.value(RecordField.CLOSE_DATE, "")).isEqualTo("2026-05-15");
    }

    @Test
    void aDealOfASystemThatIsOnlyReadIsChangedThereByHand() {
        Scene scene = new Scene("onlyread", "\"closeDate\": \"2026-05-15\", \"proposedCloseDate\": \"2026-06-30\"");
        connect(scene, false);
        assertThat(scene.rita.get(scene.address).text()).doesNotContain("Change the record: close date");
    }

    @Test
    void theCrmLeadsWhereAnotherSystemKnowsTheDealToo() {
        RunningApi.NotedLines lines = api.part(RunningApi.NotedLines.class);
        Scene scene = new Scene("leads", "\"closeDate\": \"2026-05-15\", \"proposedCloseDate\": \"2026-06-30\"");
        connect(scene, true);
        Store store = api.part(Store.class);
        store.vendors()
                .connections()
                .keep(
                        scene.desk.tenant.id(),
                        new VendorConnection(
                                "alpha",
                                "outreach",
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                true,
                                true,
                                Optional.empty()));
        store.database()
                .doInTenant(
                        scene.desk.tenant.id(),
                        transaction -> transaction.execute(
                                "insert into external_ref (tenant, source, type, external_id, entity_id)"
                                        + " values (?, 'alpha', 'deal', '9', ?)",
                                scene.desk.tenant.id().value(),
                                scene.deal.value()));
        lines.records.put("crm/D5/close-date", "2026-05-15");
        lines.records.put("alpha/9/close-date", "2026-04-01");
        assertThat(scene.ask("close date")).contains("May 15, 2026").doesNotContain("Apr 1, 2026");
    }
}
