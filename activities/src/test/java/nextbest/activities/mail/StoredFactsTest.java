package nextbest.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.event.EventType;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Argument;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.event.EventIntake;
import nextbest.store.schema.Tables;
import nextbest.store.testing.News;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.Test;

class StoredFactsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");

    private final Database database = TestPostgres.fresh().database();
    private final BusinessTime time = TestPostgres.standingAt(database, NOW);

    @Test
    void aRepAndADealAreReadByTheirNames() {
        TenantId tenant = TestPostgres.tenant(database, time, "acme").id();
        News news = new News(tenant)
                .tell(
                        EventType.REP,
                        "2026-02-01T00:00:00Z",
                        Map.of("id", "r-1", "name", "Robin", "email", "robin@example.com", "zone", "Asia/Tokyo"))
                .client("c-1", "2026-02-01T00:00:00Z", Map.of("name", "Acme Industries"))
                .deal(
                        EventType.DEAL,
                        "d-1",
                        "2026-02-02T00:00:00Z",
                        Map.of(
                                "name",
                                "Renewal",
                                "stage",
                                "Proposal",
                                "client",
                                "c-1",
                                "rep",
                                "r-1",
                                "amount",
                                Map.of("amount", 4821.50, "currency", "EUR")));
        news.send(new EventIntake(database, time, new NewIds(InstantSource.fixed(NOW))));
        SubjectId deal = news.idOf(database, "d-1");
        RepId rep = new RepId(database.inTenant(
                tenant, t -> t.select(Tables.REP.ID).from(Tables.REP).fetchSingle(Tables.REP.ID)));
        StoredFacts facts = new StoredFacts(database);

        assertThat(facts.addressee(tenant, rep))
                .isEqualTo(new LetterFacts.Addressee("Robin", ZoneId.of("Asia/Tokyo"), "acme"));
        assertThat(facts.labels(tenant, List.of(deal, new SubjectId(new UUID(1, 2)))))
                .containsExactly(Map.entry(
                        deal,
                        new LetterFacts.Label(
                                Optional.of("Renewal"),
                                Optional.of("Acme Industries"),
                                Optional.of("Proposal"),
                                Optional.of(new Argument.Amount(482_150, "EUR")))));
    }

    @Test
    void anotherOrganisationSeesNothing() {
        TenantId tenant = TestPostgres.tenant(database, time, "one").id();
        TenantId other = TestPostgres.tenant(database, time, "other").id();
        News news = new News(tenant)
                .deal(EventType.DEAL, "d-1", "2026-02-02T00:00:00Z", Map.of("name", "Renewal", "stage", "Proposal"));
        news.send(new EventIntake(database, time, new NewIds(InstantSource.fixed(NOW))));

        assertThat(new StoredFacts(database).labels(other, List.of(news.idOf(database, "d-1"))))
                .isEmpty();
    }
}
