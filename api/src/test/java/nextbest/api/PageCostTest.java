package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import nextbest.store.security.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a look at a page asks of the database, and that looking cheaply shows nothing old. */
class PageCostTest {
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static PagesTest.Visitor rita(Desk desk) {
        return new PagesTest.Visitor(api)
                .logIn(desk, "rita@" + desk.tenant.key() + ".example", Role.REP, Optional.of(desk.rep("R")));
    }

    private static List<String> statements(Runnable work) {
        return api.part(Statements.class).of(work);
    }

    @Test
    void aLookAtACardThatWasSeenBeforeTakesFewStatementsAndWritesNothing() {
        Desk desk = new Desk(api, "few");
        PagesTest.Visitor rita = rita(desk);
        desk.decide("D1");
        String card = "/deals/" + desk.subject("D1");
        List<String> first = statements(() -> rita.get(card));
        List<String> second = statements(() -> rita.get(card));

        // the first look delivers the card and says so in the ledger; that it writes shows that writing would be seen
        assertThat(first).anyMatch(PageCostTest::writes);
        assertThat(second).noneMatch(PageCostTest::writes);
        // who is here; the tenant; deal and its names elsewhere; zone; changes that can be undone; how much to show;
        // card and its places; shown
        // before; draft; ticks; and one in reserve for the clock, which is read twice a second
        assertThat(second).hasSizeLessThanOrEqualTo(13);
        assertThat(statements(() -> rita.get(card + "/version"))).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void myDayTakesFewStatementsHoweverManyDealsThereAre() {
        Desk desk = new Desk(api, "days");
        PagesTest.Visitor rita = rita(desk);
        desk.decide("D1");
        int one = statements(() -> rita.get("/my-day")).size();
        for (int i = 0; i < 7; i++) {
            desk.send("""
                    {"source": "crm", "id": "more-%1$d", "type": "deal", "subject": {"kind": "deal", "id": "E%1$d"},
                     "occurredAt": "2026-02-10T09:00:00Z",
                     "data": {"name": "Deal %1$d", "stage": "Discovery", "rep": "R", "createdAt": "2026-02-10T09:00:00Z"}}""".formatted(i));
            desk.decide("E" + i);
        }
        List<String> eight = statements(() -> rita.get("/my-day"));
        assertThat(eight).noneMatch(PageCostTest::writes).hasSizeLessThanOrEqualTo(Math.min(12, one + 1));
    }

    @Test
    void whatChangesBetweenTwoLooksIsSeenAtTheSecond() {
        Desk desk = new Desk(api, "fresh");
        PagesTest.Visitor rita = rita(desk);
        desk.decide("D1");
        String card = "/deals/" + desk.subject("D1");
        String before = rita.get(card).text();
        assertThat(rita.get(card).text()).contains("€48,000").doesNotContain("€61,500");
        String version = rita.get(card + "/version").text();

        desk.send("""
                {"source": "crm", "id": "70", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-01T09:00:00Z", "data": {"amount": {"amount": 61500, "currency": "EUR"}}}""");
        assertThat(rita.get(card).text()).contains("€61,500").doesNotContain("€48,000");

        rita.submit(
                card + "/answer",
                before,
                "decision=" + PagesTest.hidden(before, "decision") + "&position=1&disposition=ACCEPTED&answer="
                        + PagesTest.hidden(before, "answer"));
        assertThat(rita.get(card).text()).contains("You said: accepted");
        assertThat(rita.get(card + "/version").text()).isNotEqualTo(version);

        desk.send("""
                {"source": "crm", "id": "71", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-01T10:00:00Z", "data": {"rep": "O"}}""");
        assertThat(rita.get(card).status()).isEqualTo(404);
    }

    @Test
    void theKillSwitchHoldsForACardThatWasSeenBefore() {
        Desk desk = new Desk(api, "killed");
        PagesTest.Visitor rita = rita(desk);
        desk.decide("D1");
        String card = "/deals/" + desk.subject("D1");
        assertThat(rita.get(card).text()).contains("I will do it");
        api.part(nextbest.store.Store.class)
                .tenants()
                .setMode(desk.tenant.id(), nextbest.store.tenant.Tenants.Mode.SHADOW);
        assertThat(rita.get(card).text()).doesNotContain("I will do it").contains("goes live");
    }

    private static boolean writes(String statement) {
        return statement.matches("(?is)^\\s*(insert|update|delete)\\b.*") || statement.contains("for update");
    }
}
