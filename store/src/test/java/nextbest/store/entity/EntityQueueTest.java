package nextbest.store.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.event.EventEnvelope;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.entity.EntityQueue.Answer;
import nextbest.store.entity.EntityQueue.Match;
import nextbest.store.entity.EntityQueue.State;
import nextbest.store.event.EventIntake;
import nextbest.store.event.EventResult;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EntityQueueTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static Database database;
    private static BusinessTime time;
    private static EventIntake intake;
    private static EntityQueue queue;
    private static int count;

    private TenantId tenant;
    private final List<EventEnvelope> waiting = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh().database();
        time = TestPostgres.standingAt(database, NOW);
        NewIds ids = new NewIds(TestPostgres.standing(NOW));
        intake = new EventIntake(database, time, ids);
        queue = new EntityQueue(database, time, ids, EventIntake::settle);
    }

    @Test
    void aClientOfTwoSystemsIsProposedMergedAndSplitAgainWithEverythingThatHangsOnIt() {
        house("two-systems");
        tell("crm", EventType.CLIENT, "Acme Corporation", Map.of("name", "Acme Corporation", "industry", "energy"));
        tell("erp", EventType.CLIENT, "4711", Map.of("name", "ACME Corp.", "country", "Norway"));
        tell("crm", EventType.PRODUCT, null, Map.of("id", "P", "name", "Valve"));
        tell("erp", EventType.HOLDING, "4711", Map.of("product", Map.of("source", "crm", "id", "P")));
        tell("erp", EventType.CONTACT, null, Map.of("id", "K", "name", "Ada", "client", "4711"));
        tell("erp", EventType.NOTE, "4711", Map.of("text", "They want less paper."));
        deal("erp", "D1", Map.of("name", "Old", "client", "4711"));
        deal("crm", "D2", Map.of("name", "New", "client", "Acme Corporation"));
        send();

        assertThat(queue.look(tenant)).isEqualTo(new EntityQueue.Found(0, 1));
        Match match = queue.in(tenant, State.OPEN, 10).getFirst();
        // only the legal form differs: 0.9, below the threshold of 0.95
        assertThat(match.confidence()).isEqualTo(0.9);
        assertThat(match.reason()).isEqualTo("LEGAL_FORM");
        assertThat(holders()).as("nothing happens before somebody says so").containsExactly("ACME Corp.");
        assertThat(queue.look(tenant)).as("found once").isEqualTo(new EntityQueue.Found(0, 0));

        queue.answer(tenant, match.id(), Answer.SAME, "ada");
        assertThat(holders()).containsExactly(match.into());
        assertThat(dealsOf(match.into())).containsExactlyInAnyOrder("Old", "New");
        assertThat(text("select k.name from contact c join client k on k.id = c.client_id and k.tenant = c.tenant"))
                .containsExactly(match.into());
        assertThat(text("select k.name from document d join client k on k.id = d.subject_id and k.tenant = d.tenant"))
                .containsExactly(match.into());
        assertThat(
                        text(
                                "select coalesce(industry, '-') || ' ' || coalesce(country, '-') from client where merged_into is null"))
                .as("what only one of them knows")
                .containsExactly("energy Norway");

        // more hangs on the record of the erp, so it is kept; news under either name reaches it
        assertThat(match.into()).isEqualTo("ACME Corp.");
        tell("erp", EventType.HOLDING, "4711", Map.of("product", Map.of("source", "crm", "id", "P")));
        tell("crm", EventType.NOTE, "Acme Corporation", Map.of("text", "They like it."));
        // what a system says of its own record stays with that record
        tell("crm", EventType.CLIENT, "Acme Corporation", Map.of("name", "Acme Worldwide"));
        deal("crm", "D3", Map.of("name", "Later", "client", "Acme Corporation"));
        send();
        assertThat(holders()).containsExactly("ACME Corp.", "ACME Corp.");
        assertThat(dealsOf("ACME Corp.")).containsExactlyInAnyOrder("Old", "New", "Later");
        assertThat(text("select name from client where merged_into is null")).containsExactly("ACME Corp.");

        queue.answer(tenant, match.id(), Answer.SPLIT, "ada");
        assertThat(dealsOf("Acme Worldwide")).containsExactlyInAnyOrder("New", "Later");
        assertThat(dealsOf("ACME Corp.")).containsExactly("Old");
        assertThat(holders()).containsOnly("ACME Corp.");
        assertThat(text("select coalesce(industry, '-') || ' ' || coalesce(country, '-') from client"))
                .containsExactlyInAnyOrder("- Norway", "energy -");
        assertThat(
                        text(
                                "select k.name || ': ' || d.body from document d join client k on k.id = d.subject_id and k.tenant = d.tenant"))
                .containsExactlyInAnyOrder("ACME Corp.: They want less paper.", "Acme Worldwide: They like it.");
        assertThat(queue.look(tenant)).as("never asked again").isEqualTo(new EntityQueue.Found(0, 0));
        assertThat(
                        text(
                                "select type || ' ' || left(event_id, 5) from inbox where source = 'nextbest' and event_id like 'split-%' and real_signalled_at is null"))
                .as("both loops hear of the split")
                .hasSize(2);
    }

    @Test
    void theSameLettersOfOneWhoIsOnlyMentionedAreMergedAtOnceAndListed() {
        house("sure");
        tell(
                "crm",
                EventType.PRODUCT,
                null,
                Map.of("id", "GTX Pro", "name", "GTX Pro", "price", Map.of("amount", 4821, "currency", "USD")));
        tell(
                "crm",
                EventType.PRODUCT,
                null,
                Map.of(
                        "id",
                        "GTX Plus Pro",
                        "name",
                        "GTX Plus Pro",
                        "price",
                        Map.of("amount", 5482, "currency", "USD")));
        tell("crm", EventType.PRODUCT, null, Map.of("id", "GTXPro", "name", "GTXPro"));
        deal("crm", "D1", Map.of("name", "One", "products", List.of("GTXPro", "GTX Pro")));
        deal("crm", "D2", Map.of("name", "Two", "products", List.of("GTXPro")));
        send();

        assertThat(queue.look(tenant)).isEqualTo(new EntityQueue.Found(1, 0));
        Match match = queue.in(tenant, State.MERGED, 10).getFirst();
        assertThat(match.automatic()).isTrue();
        assertThat(match.from()).isEqualTo("GTXPro");
        assertThat(match.into()).isEqualTo("GTX Pro");
        assertThat(match.confidence()).isGreaterThanOrEqualTo(0.95);
        assertThat(productsOfDeals()).containsExactly("One: GTX Pro", "Two: GTX Pro");

        deal("crm", "D3", Map.of("name", "Three", "products", List.of("GTXPro")));
        send();
        assertThat(productsOfDeals()).containsExactly("One: GTX Pro", "Three: GTX Pro", "Two: GTX Pro");

        queue.answer(tenant, match.id(), Answer.SPLIT, "ada");
        assertThat(productsOfDeals()).containsExactly("One: GTXPro", "Three: GTXPro", "Two: GTXPro");
        assertThat(text("select value #>> '{}' from fact where field = 'products' and jsonb_array_length(value) = 2"))
                .as("a deal about both is about both again")
                .hasSize(1);
    }

    @Test
    void whatASourceTellsIsOneIsCarriedOverAndCanBeTakenBack() {
        house("told");
        deal("crm", "D1", Map.of("name", "First"));
        deal("crm", "D2", Map.of("name", "Second"));
        tell(
                "crm",
                EventType.ACTIVITY,
                null,
                Map.of("kind", "call"),
                new SubjectRef(SubjectRef.Kind.DEAL, "crm", "D1"));
        tell("crm", EventType.MERGE, null, Map.of("entity", "deal", "from", "D1", "into", "D2"));
        send();

        assertThat(
                        text(
                                "select d.name from activity a join deal d on d.subject_id = a.subject_id and d.tenant = a.tenant"))
                .containsExactly("Second");
        assertThat(
                        text(
                                "select d.name from deal d join subject s on s.id = d.subject_id and s.tenant = d.tenant where s.deleted_at is null"))
                .containsExactly("Second");
        Match match = queue.in(tenant, State.MERGED, 10).getFirst();
        assertThat(match.decidedBy()).contains("crm");

        queue.answer(tenant, match.id(), Answer.SPLIT, "ada");
        assertThat(
                        text(
                                "select d.name from activity a join deal d on d.subject_id = a.subject_id and d.tenant = a.tenant"))
                .containsExactly("First");
        assertThat(
                        text(
                                "select d.name from deal d join subject s on s.id = d.subject_id and s.tenant = d.tenant where s.deleted_at is null"))
                .containsExactlyInAnyOrder("First", "Second");
    }

    @Test
    void aMisspelledIndustryIsOnlyProposedAndLaterNewsFollowsTheAnswer() {
        house("words");
        tell("crm", EventType.CLIENT, "A", Map.of("name", "Alphabet Soup", "industry", "technolgy"));
        tell(
                "crm",
                EventType.CLIENT,
                "B",
                Map.of("name", "Zebra Foods", "industry", "retail", "country", "Philipines"));
        send();

        assertThat(queue.look(tenant)).isEqualTo(new EntityQueue.Found(0, 2));
        Match industry = queue.in(tenant, State.OPEN, 10).stream()
                .filter(m -> m.kind() == EntityKind.INDUSTRY)
                .findFirst()
                .orElseThrow();
        // one letter of ten is missing
        assertThat(industry.confidence()).isEqualTo(0.9);
        assertThat(industry.into()).isEqualTo("technology");
        assertThat(industries()).containsExactlyInAnyOrder("technolgy", "retail");

        queue.answer(tenant, industry.id(), Answer.SAME, "ada");
        tell("crm", EventType.CLIENT, "C", Map.of("name", "Hummingbird", "industry", "Technolgy"));
        send();
        assertThat(industries()).containsExactlyInAnyOrder("technology", "technology", "retail");

        queue.answer(tenant, industry.id(), Answer.SPLIT, "ada");
        assertThat(industries()).containsExactlyInAnyOrder("technolgy", "technolgy", "retail");
    }

    @Test
    void competitorsInDealsAreOneWhenSomebodySaysSo() {
        house("competitors");
        deal("crm", "D1", Map.of("name", "One", "competitors", List.of("Initech", "Initech Inc.")));
        deal("crm", "D2", Map.of("name", "Two", "competitors", List.of("Initech")));
        send();
        queue.look(tenant);
        Match match = queue.in(tenant, State.OPEN, 10).getFirst();
        assertThat(match.kind()).isEqualTo(EntityKind.COMPETITOR);

        queue.answer(tenant, match.id(), Answer.SAME, "ada");
        assertThat(text("select cast(value as text) from fact where field = 'competitors' order by seq"))
                .containsExactly("[\"Initech\"]", "[\"Initech\"]");
        queue.answer(tenant, match.id(), Answer.SPLIT, "ada");
        assertThat(text("select cast(value as text) from fact where field = 'competitors' order by seq"))
                .containsExactly("[\"Initech\", \"Initech Inc.\"]", "[\"Initech\"]");
    }

    @Test
    void contactsWithOneAddressAreOneAndThoseWithOnlyOneNameAreAsked() {
        house("contacts");
        tell("crm", EventType.CLIENT, "A", Map.of("name", "Alphabet Soup"));
        tell("crm", EventType.CLIENT, "B", Map.of("name", "Zebra Foods"));
        tell(
                "crm",
                EventType.CONTACT,
                null,
                Map.of("id", "1", "name", "Jane Roe", "email", "jane@a.example", "client", "A"));
        tell("mail", EventType.CONTACT, null, Map.of("id", "2", "name", "Roe, Jane", "email", "Jane@A.example"));
        tell(
                "crm",
                EventType.CONTACT,
                null,
                Map.of("id", "3", "name", "Max Muster", "email", "max@a.example", "client", "A"));
        tell(
                "mail",
                EventType.CONTACT,
                null,
                Map.of(
                        "id",
                        "4",
                        "name",
                        "Max Muster",
                        "email",
                        "max@b.example",
                        "client",
                        Map.of("source", "crm", "id", "B")));
        send();

        assertThat(queue.look(tenant)).isEqualTo(new EntityQueue.Found(1, 1));
        assertThat(queue.in(tenant, State.MERGED, 10).getFirst().reason()).isEqualTo("SAME_ADDRESS");
        // same letters (0.99), but another client and another address: 0.99 × 0.8 × 0.8
        assertThat(queue.in(tenant, State.OPEN, 10).getFirst().confidence()).isEqualTo(0.634);
    }

    @Test
    void aSubsidiaryIsNoDuplicate() {
        house("subsidiary");
        tell("crm", EventType.CLIENT, "A", Map.of("name", "Acme Corporation", "industry", "energy"));
        tell("erp", EventType.CLIENT, "B", Map.of("name", "Acme Corp", "industry", "energy"));
        send();
        queue.look(tenant);
        Match match = queue.in(tenant, State.OPEN, 10).stream()
                .findFirst()
                .orElseGet(() -> queue.in(tenant, State.MERGED, 10).getFirst());

        queue.answer(tenant, match.id(), Answer.SUBSIDIARY, "ada");
        assertThat(text("select p.name from client k join client p on p.id = k.parent_id and p.tenant = k.tenant"))
                .containsExactly(match.into());
        assertThat(queue.look(tenant)).isEqualTo(new EntityQueue.Found(0, 0));
    }

    @Test
    void anAnswerThatDoesNotFitSaysWhatIsPossible() {
        house("unfit");
        tell("crm", EventType.CLIENT, "A", Map.of("name", "Alpha", "industry", "technolgy"));
        send();
        queue.look(tenant);
        UUID match = queue.in(tenant, State.OPEN, 10).getFirst().id();
        assertThatThrownBy(() -> queue.answer(tenant, match, Answer.SPLIT, "ada"))
                .hasMessageContaining("OPEN")
                .hasMessageContaining("SAME, DIFFERENT");
        assertThatThrownBy(() -> queue.answer(tenant, match, Answer.SUBSIDIARY, "ada"))
                .hasMessageContaining("industry");
        assertThat(queue.answer(tenant, UUID.randomUUID(), Answer.SAME, "ada")).isEmpty();
        queue.answer(tenant, match, Answer.DIFFERENT, "ada");
        assertThat(industries()).containsExactly("technolgy");
        assertThat(queue.look(tenant)).isEqualTo(new EntityQueue.Found(0, 0));
    }

    private void house(String name) {
        tenant = TestPostgres.tenant(database, time, name).id();
    }

    private void deal(String source, String id, Map<String, Object> data) {
        tell(source, EventType.DEAL, null, data, new SubjectRef(SubjectRef.Kind.DEAL, source, id));
    }

    private void tell(String source, EventType type, String client, Map<String, Object> data) {
        tell(source, type, null, data, client == null ? null : new SubjectRef(SubjectRef.Kind.CLIENT, source, client));
    }

    private void tell(String source, EventType type, String unused, Map<String, Object> data, SubjectRef subject) {
        waiting.add(new EventEnvelope(
                source,
                "e" + count++,
                type,
                EventType.VERSION,
                tenant,
                Optional.ofNullable(subject),
                NOW.minusSeconds(60),
                NOW.minusSeconds(60),
                EventEnvelope.Origin.OUTSIDE,
                "test",
                data));
    }

    private void send() {
        assertThat(intake.take(tenant, waiting)).allMatch(EventResult.Accepted.class::isInstance);
        waiting.clear();
    }

    private List<String> holders() {
        return text("select k.name from holding h join client k on k.id = h.client_id and k.tenant = h.tenant");
    }

    private List<String> dealsOf(String client) {
        return text(
                "select d.name from deal d join subject s on s.id = d.subject_id and s.tenant = d.tenant join client k on k.id = s.client_id and k.tenant = s.tenant where k.name = '"
                        + client + "'");
    }

    private List<String> productsOfDeals() {
        return text(
                "select d.name || ': ' || p.name from deal d join product p on p.id = d.product_id and p.tenant = d.tenant order by d.name");
    }

    private List<String> industries() {
        return text("select industry from client where industry is not null");
    }

    private List<String> text(String sql) {
        return database.inTenant(tenant, t -> t.fetch(sql).map(r -> r.get(0, String.class)));
    }
}
