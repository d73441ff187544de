package nextbest.store.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nextbest.deal.Attempt;
import nextbest.deal.Competitor;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.EngagementLevel;
import nextbest.deal.EngagementTrend;
import nextbest.deal.SizeBand;
import nextbest.deal.StageKind;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.event.EventType;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.money.Money;
import nextbest.outcome.RepDisposition;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.event.EventIntake;
import nextbest.store.testing.News;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z"); // a Monday
    private static Database database;
    private static BusinessTime time;
    private static EventIntake intake;
    private static Snapshots snapshots;

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh().database();
        time = TestPostgres.standingAt(database, NOW);
        intake = new EventIntake(database, time, new NewIds(TestPostgres.standing(NOW)));
        snapshots = new Snapshots(database);
    }

    @Test
    void everyFieldThatWasSaidIsThereWithItsSource() {
        TenantId tenant = tenant("whole");
        News news = new News(tenant);
        wholeDeal(news);
        news.send(intake);

        DealSnapshot deal = snapshots.of(tenant, news.idOf(database, "D1"), NOW);

        assertThat(deal.course().name().asOptional()).contains("Big one");
        assertThat(deal.stageKind()).contains(StageKind.PROPOSAL);
        assertThat(deal.course().stageSince().asOptional()).contains(Instant.parse("2026-02-10T09:00:00Z"));
        assertThat(deal.course().createdAt().asOptional()).contains(Instant.parse("2026-01-05T00:00:00Z"));
        assertThat(deal.course().closeDate().asOptional()).contains(LocalDate.parse("2026-04-30"));
        assertThat(deal.amounts().amount().asOptional()).contains(new Money(1_200_000, "EUR"));
        assertThat(deal.amounts().amount().source()).hasValueSatisfying(source -> {
            assertThat(source.source()).isEqualTo("crm");
            assertThat(source.recordId()).isEqualTo("D1");
        });
        assertThat(deal.needs().products().asOptional().orElseThrow())
                .singleElement()
                .satisfies(offering -> {
                    assertThat(offering.name()).isEqualTo("Suite Pro");
                    assertThat(offering.family()).isEqualTo("Suite");
                });
        assertThat(deal.company().industry().asOptional()).contains("manufacturing");
        // 120 employees: 50 to 249 is MID
        assertThat(deal.company().size().asOptional()).contains(SizeBand.MID);
        assertThat(deal.company().region().asOptional()).contains("DACH");
        assertThat(deal.rep().name().asOptional()).contains("Ann Seller");
        assertThat(deal.rep().managerName().asOptional()).contains("Max Boss");
        // 240 minutes a day less the 45 of this morning; yesterday's 60 do not count
        assertThat(deal.rep().capacityMinutes().asOptional()).contains(195);
        assertThat(deal.resources().solutionsEngineersFree().asOptional()).contains(1);
        assertThat(deal.resources().executivesFree().isUnknown()).isTrue();
        assertThat(deal.resources().assets().asOptional().orElseThrow())
                .extracting(asset -> asset.title())
                .containsExactly("Case for makers");
        assertThat(deal.qualification().securityReview().isAbsent()).isTrue();
        assertThat(deal.qualification().legalReview().isUnknown()).isTrue();
        assertThat(deal.needs().painPoints().asOptional().orElseThrow())
                .singleElement()
                .satisfies(pain -> assertThat(pain.tags()).containsExactly("cost"));
        assertThat(deal.attempts().asOptional().orElseThrow()).singleElement().satisfies(attempt -> {
            assertThat(attempt.action()).isEqualTo("send-case-study");
            assertThat(attempt.state()).isEqualTo(RepDisposition.EXECUTED);
            assertThat(attempt.decision().isUnknown()).isTrue();
        });
    }

    @Test
    void stakeholdersComeWithRolesConsentAndWhetherWeAreInTouch() {
        TenantId tenant = tenant("people");
        News news = new News(tenant);
        wholeDeal(news);
        news.send(intake);

        List<Stakeholder> people = snapshots
                .of(tenant, news.idOf(database, "D1"), NOW)
                .buyers()
                .stakeholders()
                .asOptional()
                .orElseThrow();

        assertThat(people).extracting(Stakeholder::name).containsExactly("Eve Money", "Carl Tech");
        Stakeholder buyer = people.getFirst();
        assertThat(buyer.isA(StakeholderRole.ECONOMIC_BUYER)).isTrue();
        assertThat(buyer.mayContact().is(may -> !may)).isTrue();
        assertThat(buyer.engaged().isUnknown()).isTrue();
        assertThat(buyer.onCommittee().is(on -> on)).isTrue();
        Stakeholder technician = people.get(1);
        assertThat(technician.engaged().is(engaged -> engaged)).isTrue();
        assertThat(technician.mayContact().isUnknown()).isTrue();
        assertThat(technician.onCommittee().is(on -> on)).isFalse();
    }

    @Test
    void nothingThatBecameKnownLaterIsThere() {
        TenantId tenant = tenant("look-ahead");
        News before = new News(tenant);
        wholeDeal(before);
        before.send(intake);
        SubjectId id = before.idOf(database, "D1");
        Instant asOf = Instant.parse("2026-03-01T00:00:00Z");
        String seen = everyField(snapshots.of(tenant, id, asOf));

        News later = before;
        // it happened before the moment, but nobody knew
        Instant past = Instant.parse("2026-02-20T00:00:00Z");
        later.deal(EventType.DEAL, "D1", past, NOW, Map.of("name", "Known later", "budget", "approved"))
                .deal(EventType.STAGE_CHANGE, "D1", past, NOW, Map.of("stage", "negotiation"))
                .deal(EventType.SIGNAL, "D1", past, NOW, Map.of("signal", "budget-unclear"))
                .deal(EventType.ACTIVITY, "D1", past, NOW, Map.of("kind", "call", "action", "offer-pilot"))
                .deal(EventType.OUTCOME, "D1", past, NOW, Map.of("kind", "LOST"))
                .client("C1", NOW.toString(), Map.of("name", "Acme", "industry", "Fishing", "employees", 3))
                .deal(EventType.CONTACT, "D1", NOW.toString(), Map.of("id", "P2", "name", "Renamed", "client", "C1"))
                .deal(EventType.CONTACT, "D1", NOW.toString(), Map.of("id", "P9", "name", "New", "client", "C1"));
        later.send(intake);

        assertThat(everyField(snapshots.of(tenant, id, asOf))).isEqualTo(seen);
        // the negative twin: from the moment on at which it was known, it is there
        DealSnapshot now = snapshots.of(tenant, id, NOW);
        assertThat(now.course().name().asOptional()).contains("Known later");
        assertThat(now.stageKind()).contains(StageKind.LOST);
        assertThat(now.company().industry().asOptional()).contains("fishing");
        assertThat(now.buyers().stakeholders().asOptional().orElseThrow())
                .extracting(Stakeholder::name)
                .contains("Renamed", "New");
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<String> seen = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            TenantId tenant = tenant("order-" + seed);
            News first = new News(tenant);
            first.deal(EventType.DEAL, "D1", "2026-01-01T00:00:00Z", Map.of("name", "First"));
            first.send(intake);
            List<Runnable> steps = new ArrayList<>();
            News news = first;
            steps.add(() -> news.deal(EventType.DEAL, "D1", "2026-01-03T00:00:00Z", Map.of("name", "Second")));
            steps.add(() -> news.deal(EventType.DEAL, "D1", "2026-01-02T00:00:00Z", Map.of("name", "Between")));
            steps.add(() ->
                    news.deal(EventType.STAGE_CHANGE, "D1", "2026-01-10T00:00:00Z", Map.of("stage", "discovery")));
            steps.add(
                    () -> news.deal(EventType.STAGE_CHANGE, "D1", "2026-01-20T00:00:00Z", Map.of("stage", "proposal")));
            steps.add(() -> news.deal(EventType.OUTCOME, "D1", "2026-01-25T00:00:00Z", Map.of("kind", "LOST")));
            steps.add(() -> news.deal(EventType.OUTCOME, "D1", "2026-01-28T00:00:00Z", Map.of("kind", "REOPENED")));
            Collections.shuffle(steps, new java.util.Random(seed));
            steps.forEach(Runnable::run);
            news.send(intake);
            DealSnapshot deal = snapshots.of(tenant, news.idOf(database, "D1"), NOW);
            seen.add(deal.course().name().asOptional() + " " + deal.stageKind() + " "
                    + deal.course().stageSince().asOptional());
        }
        assertThat(seen).containsOnly("Optional[Second] Optional[PROPOSAL] Optional[2026-01-20T00:00:00Z]");
    }

    @Test
    void whatWasTakenBackDoesNotCount() {
        TenantId tenant = tenant("retracted");
        News news = new News(tenant);
        news.deal(EventType.DEAL, "D1", "2026-01-01T00:00:00Z", Map.of("name", "Right"));
        String wrong = news.nextId();
        news.deal(EventType.DEAL, "D1", "2026-01-02T00:00:00Z", Map.of("name", "Wrong"));
        news.send(intake);
        SubjectId id = news.idOf(database, "D1");
        assertThat(snapshots.of(tenant, id, NOW).course().name().asOptional()).contains("Wrong");

        news.tell(EventType.CORRECTION, NOW.toString(), Map.of("event", wrong, "retract", true));
        news.send(intake);

        assertThat(snapshots.of(tenant, id, NOW).course().name().asOptional()).contains("Right");
    }

    @Test
    void aDealOfWhichLittleIsKnownSaysSo() {
        TenantId tenant = tenant("bare");
        News news = new News(tenant);
        news.deal(EventType.DEAL, "D1", "2026-02-01T00:00:00Z", Map.of("name", "Bare"));
        news.send(intake);

        DealSnapshot deal = snapshots.of(tenant, news.idOf(database, "D1"), NOW);

        // the first open stage stands in for one that nobody said, and says so
        assertThat(deal.stageKind()).contains(StageKind.PROSPECTING);
        assertThat(deal.course().stage().source()).hasValueSatisfying(source -> {
            assertThat(source.source()).isEqualTo(Snapshots.DERIVED);
            assertThat(source.recordId()).isEqualTo("first-stage");
        });
        assertThat(deal.attempts().isAbsent()).isTrue();
        assertThat(DealField.all().values().stream()
                        .filter(field -> !field.in(deal).isUnknown())
                        .map(DealField::key))
                .containsExactlyInAnyOrder("name", "stage", "stage-since", "created-at", "attempts");
    }

    @Test
    void engagementIsCountedWhereNobodySaysIt() {
        TenantId tenant = tenant("engagement");
        News news = new News(tenant);
        for (String deal : List.of("RISES", "FALLS", "SILENT", "SAID")) {
            news.deal(
                    EventType.DEAL,
                    deal,
                    "2026-01-01T00:00:00Z",
                    deal.equals("SAID")
                            ? Map.of("name", deal, "engagementTrend", "steady", "engagementLevel", "low")
                            : Map.of("name", deal));
        }
        // the last 14 days begin on 16 February, the 14 before on 2 February
        calls(news, "RISES", "2026-02-10", "2026-02-20", "2026-02-22", "2026-02-24");
        calls(news, "FALLS", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-25");
        calls(news, "SILENT", "2026-01-10");
        calls(news, "SAID", "2026-02-20", "2026-02-22", "2026-02-24");
        news.send(intake);

        DealSnapshot rises = snapshots.of(tenant, news.idOf(database, "RISES"), NOW);
        assertThat(rises.engagement().level().asOptional()).contains(EngagementLevel.MEDIUM);
        assertThat(rises.engagement().trend().asOptional()).contains(EngagementTrend.RISING);
        assertThat(rises.engagement().trend().source())
                .hasValueSatisfying(source -> assertThat(source.recordId())
                        .isEqualTo("buyer activities: 3 in the last 14 days, 1 in the 14 days before"));
        DealSnapshot falls = snapshots.of(tenant, news.idOf(database, "FALLS"), NOW);
        assertThat(falls.engagement().level().asOptional()).contains(EngagementLevel.LOW);
        assertThat(falls.engagement().trend().asOptional()).contains(EngagementTrend.DECLINING);
        DealSnapshot silent = snapshots.of(tenant, news.idOf(database, "SILENT"), NOW);
        assertThat(silent.engagement().level().asOptional()).contains(EngagementLevel.NONE);
        assertThat(silent.engagement().trend().isUnknown()).isTrue();
        DealSnapshot said = snapshots.of(tenant, news.idOf(database, "SAID"), NOW);
        assertThat(said.engagement().trend().asOptional()).contains(EngagementTrend.STEADY);
        assertThat(said.engagement().level().asOptional()).contains(EngagementLevel.LOW);
    }

    @Test
    void laterSignalsAddToAListAndALaterListReplacesThem() {
        TenantId tenant = tenant("lists");
        News news = new News(tenant);
        news.deal(EventType.DEAL, "D1", "2026-01-01T00:00:00Z", Map.of("name", "D1", "competitors", List.of("Globex")))
                .deal(
                        EventType.SIGNAL,
                        "D1",
                        "2026-01-05T00:00:00Z",
                        Map.of("signal", "competitor-mentioned", "topic", "Initech"))
                .deal(
                        EventType.SIGNAL,
                        "D1",
                        "2026-01-06T00:00:00Z",
                        Map.of("signal", "competitor-mentioned", "topic", "GLOBEX"));
        news.send(intake);
        SubjectId id = news.idOf(database, "D1");
        assertThat(competitors(tenant, id)).containsExactly("GLOBEX", "Initech");

        Map<String, Object> none = new HashMap<>();
        none.put("competitors", null);
        news.deal(EventType.DEAL, "D1", Instant.parse("2026-01-10T00:00:00Z"), NOW, none);
        news.send(intake);
        DealSnapshot deal = snapshots.of(tenant, id, NOW);
        assertThat(deal.buyers().competitors().isAbsent()).isTrue();
    }

    @Test
    void aWonDealIsWorthWhatItWasWonFor() {
        TenantId tenant = tenant("won");
        News news = new News(tenant);
        news.deal(EventType.DEAL, "D1", "2026-01-01T00:00:00Z", Map.of("name", "D1", "amount", euros(100)))
                .deal(EventType.OUTCOME, "D1", "2026-02-01T00:00:00Z", Map.of("kind", "WON", "amount", euros(90)));
        news.send(intake);
        DealSnapshot deal = snapshots.of(tenant, news.idOf(database, "D1"), NOW);
        assertThat(deal.stageKind()).contains(StageKind.WON);
        assertThat(deal.amounts().amount().asOptional()).contains(new Money(9_000, "EUR"));
        assertThat(deal.course().stageSince().asOptional()).contains(Instant.parse("2026-02-01T00:00:00Z"));
    }

    @Test
    void earlierRecommendationsComeWithTheAnswersOfTheirTime() {
        TenantId tenant = tenant("attempts");
        News news = new News(tenant);
        news.deal(EventType.DEAL, "D1", "2026-01-01T00:00:00Z", Map.of("name", "D1"));
        news.send(intake);
        SubjectId id = news.idOf(database, "D1");
        Delivered delivered = new Delivered(tenant, id, Instant.parse("2026-02-01T00:00:00Z"), "call:7", "call");
        delivered.store(database);
        Instant dismissedAt = Instant.parse("2026-02-03T00:00:00Z");
        delivered.dismissed(database, dismissedAt, "NOT_RELEVANT", Instant.parse("2026-05-04T00:00:00Z"));

        assertThat(attempt(tenant, id, NOW)).satisfies(attempt -> {
            assertThat(attempt.candidate()).isEqualTo("call:7");
            assertThat(attempt.state()).isEqualTo(RepDisposition.DISMISSED);
            assertThat(attempt.at()).isEqualTo(dismissedAt);
            assertThat(attempt.reason().asOptional()).contains("NOT_RELEVANT");
            assertThat(attempt.until().asOptional()).contains(Instant.parse("2026-05-04T00:00:00Z"));
            assertThat(attempt.decision().asOptional()).contains(new DecisionId(delivered.decision()));
        });
        // the negative twin: before the answer there was none
        assertThat(attempt(tenant, id, dismissedAt.minusSeconds(1))).satisfies(attempt -> {
            assertThat(attempt.state()).isEqualTo(RepDisposition.NO_ANSWER);
            assertThat(attempt.reason().isUnknown()).isTrue();
            assertThat(attempt.until().isUnknown()).isTrue();
        });
        assertThat(snapshots
                        .of(tenant, id, Instant.parse("2026-01-31T00:00:00Z"))
                        .attempts()
                        .isAbsent())
                .isTrue();
    }

    private static Attempt attempt(TenantId tenant, SubjectId id, Instant asOf) {
        List<Attempt> attempts =
                snapshots.of(tenant, id, asOf).attempts().asOptional().orElseThrow();
        assertThat(attempts).hasSize(1);
        return attempts.getFirst();
    }

    @Test
    void manyAtOnceAreTheSameAsOneByOne() {
        TenantId tenant = tenant("many");
        News news = new News(tenant);
        wholeDeal(news);
        for (int i = 2; i <= 20; i++) {
            news.deal(
                    EventType.DEAL,
                    "D" + i,
                    "2026-01-01T00:00:00Z",
                    Map.of("name", "Deal " + i, "rep", "R1", "client", "C1", "competitors", List.of("Globex")));
            calls(news, "D" + i, "2026-02-20");
        }
        news.send(intake);
        List<SubjectId> ids = new ArrayList<>();
        for (int i = 20; i >= 1; i--) {
            ids.add(news.idOf(database, "D" + i));
        }

        List<DealSnapshot> together = snapshots.of(tenant, ids, NOW);

        assertThat(together).extracting(DealSnapshot::subject).containsExactlyElementsOf(ids);
        for (int i = 0; i < ids.size(); i++) {
            assertThat(together.get(i)).isEqualTo(snapshots.of(tenant, ids.get(i), NOW));
        }
    }

    @Test
    void anUnknownDealIsNamed() {
        TenantId tenant = tenant("unknown");
        SubjectId nobody = new SubjectId(UUID.fromString("01890000-0000-7000-8000-000000000001"));
        assertThatThrownBy(() -> snapshots.of(tenant, nobody, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(nobody.toString());
    }

    /** A deal of which much is known by 1 March. */
    private static void wholeDeal(News news) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("name", "Big one");
        facts.put("stage", "Discovery");
        facts.put("createdAt", "2026-01-05T00:00:00Z");
        facts.put("amount", euros(12_000));
        facts.put("closeDate", "2026-04-30");
        facts.put("client", "C1");
        facts.put("rep", "R1");
        facts.put("products", List.of("PR1"));
        facts.put("stakeholders", List.of("P1"));
        facts.put("securityReview", null);
        news.tell(EventType.REP, "2026-01-01T00:00:00Z", Map.of("id", "R0", "name", "Max Boss"))
                .tell(
                        EventType.REP,
                        "2026-01-01T00:00:00Z",
                        Map.of(
                                "id",
                                "R1",
                                "name",
                                "Ann Seller",
                                "zone",
                                "Europe/Berlin",
                                "manager",
                                "R0",
                                "skills",
                                List.of("negotiation"),
                                "capacityMinutesPerDay",
                                240))
                .tell(EventType.PRODUCT, "2026-01-01T00:00:00Z", Map.of("id", "PR0", "name", "Suite"))
                .tell(
                        EventType.PRODUCT,
                        "2026-01-01T00:00:00Z",
                        Map.of("id", "PR1", "name", "Suite Pro", "parent", "PR0"))
                .tell(EventType.PRODUCT, "2026-01-01T00:00:00Z", Map.of("id", "PR2", "name", "Other"))
                .tell(
                        EventType.RESOURCE,
                        "2026-01-01T00:00:00Z",
                        Map.of("id", "S1", "kind", "solutions-engineer", "name", "Sol"))
                .tell(EventType.ASSET, "2026-01-01T00:00:00Z", asset("A1", "Case for makers", "PR1"))
                .tell(EventType.ASSET, "2026-01-01T00:00:00Z", asset("A2", "Case for others", "PR2"))
                .client(
                        "C1",
                        "2026-01-02T00:00:00Z",
                        Map.of("name", "Acme", "industry", "Manufacturing", "employees", 120, "region", "DACH"))
                .tell(
                        EventType.CONTACT,
                        "2026-01-03T00:00:00Z",
                        Map.of("id", "P1", "name", "Eve Money", "client", "C1", "roles", List.of("economic-buyer")))
                .deal(EventType.DEAL, "D1", "2026-01-05T00:00:00Z", facts)
                .deal(
                        EventType.CONTACT,
                        "D1",
                        "2026-01-06T00:00:00Z",
                        Map.of("id", "P2", "name", "Carl Tech", "client", "C1", "roles", List.of("technical-buyer")))
                .tell(
                        EventType.CONSENT,
                        "2026-01-07T00:00:00Z",
                        Map.of("contact", "P1", "channel", "EMAIL", "given", true))
                .tell(
                        EventType.CONSENT,
                        "2026-01-08T00:00:00Z",
                        Map.of("contact", "P1", "channel", "ANY", "given", false))
                .deal(EventType.STAGE_CHANGE, "D1", "2026-02-10T09:00:00Z", Map.of("stage", "Proposal"))
                // said again: it does not begin anew
                .deal(EventType.DEAL, "D1", "2026-02-15T00:00:00Z", Map.of("stage", "Proposal"))
                .deal(
                        EventType.SIGNAL,
                        "D1",
                        "2026-02-16T00:00:00Z",
                        Map.of("signal", "pain-point-mentioned", "topic", "Cost", "quote", "too dear"))
                .deal(
                        EventType.ACTIVITY,
                        "D1",
                        "2026-02-17T00:00:00Z",
                        Map.of("kind", "call", "contact", "P2", "direction", "both"))
                .deal(
                        EventType.ACTIVITY,
                        "D1",
                        "2026-02-18T00:00:00Z",
                        Map.of("kind", "email", "action", "send-case-study"))
                .deal(
                        EventType.ACTIVITY,
                        "D1",
                        "2026-03-01T10:00:00Z",
                        Map.of("kind", "call", "rep", "R1", "minutes", 60))
                .deal(
                        EventType.ACTIVITY,
                        "D1",
                        "2026-03-02T08:00:00Z",
                        Map.of("kind", "call", "rep", "R1", "minutes", 45));
    }

    private static void calls(News news, String deal, String... days) {
        for (String day : days) {
            news.deal(EventType.ACTIVITY, deal, day + "T10:00:00Z", Map.of("kind", "call", "direction", "both"));
        }
    }

    private static Map<String, Object> asset(String id, String title, String product) {
        return Map.of(
                "id",
                id,
                "kind",
                "case-study",
                "title",
                title,
                "link",
                "https://example.com/" + id,
                "products",
                List.of(product));
    }

    private static Map<String, Object> euros(int amount) {
        return Map.of("amount", amount, "currency", "EUR");
    }

    private static List<String> competitors(TenantId tenant, SubjectId id) {
        return snapshots.of(tenant, id, NOW).buyers().competitors().asOptional().orElseThrow().stream()
                .map(Competitor::name)
                .toList();
    }

    private static String everyField(DealSnapshot deal) {
        StringBuilder text = new StringBuilder();
        DealField.all()
                .forEach((key, field) ->
                        text.append(key).append('=').append(field.in(deal)).append('\n'));
        return text.toString();
    }

    private static TenantId tenant(String key) {
        return TestPostgres.tenant(database, time, key).id();
    }
}
