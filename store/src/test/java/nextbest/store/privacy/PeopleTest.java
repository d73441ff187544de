package nextbest.store.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import nextbest.engine.Engine;
import nextbest.event.EventType;
import nextbest.identity.SubjectId;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Decision;
import nextbest.store.json.RecordJson;
import nextbest.store.security.Accounts;
import nextbest.store.security.Role;
import nextbest.store.testing.News;
import nextbest.store.testing.SellingHouse;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handing out and forgetting what is stored of a person, on a real PostgreSQL. */
class PeopleTest {
    private static final TestPostgres POSTGRES = TestPostgres.fresh();
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private final SellingHouse house = new SellingHouse(POSTGRES, START);
    private final People people = new People(house.store.database(), house.store.time());
    private SubjectId deal;
    private Decision decision;

    @BeforeEach
    void carlaBuysFromRita() {
        house.rep("R");
        news().deal(EventType.DEAL, "D", at(), Map.of("name", "Pumps", "stage", "Discovery", "rep", "R"))
                .deal(
                        EventType.CONTACT,
                        "D",
                        at(),
                        Map.of(
                                "id",
                                "C-17",
                                "name",
                                "Carla Conti",
                                "email",
                                "carla.conti@northwind.example",
                                "title",
                                "CFO",
                                "roles",
                                List.of("economic-buyer")))
                .deal(
                        EventType.CONTACT,
                        "D",
                        at(),
                        Map.of("id", "C-18", "name", "Carla Contini", "email", "giulia.carla.conti@northwind.example"))
                .deal(EventType.SIGNAL, "D", at(), Map.of("signal", "budget-discussed", "contact", "C-17"))
                .deal(
                        EventType.NOTE,
                        "D",
                        at(),
                        Map.of("text", "CARLA CONTI said: write to Carla.Conti@Northwind.example", "contact", "C-17"))
                .send(house.store.intake());
        deal = news().idOf(house.store.database(), "D");
        decision = house.decides(deal, Arm.ENGINE);
    }

    /** The house's own events are numbered from one. */
    private News news() {
        return new News(house.tenant, "crm", 100);
    }

    private String at() {
        return house.now.get().toString();
    }

    @Test
    void anExportHoldsWhatIsTheirsAndWhatNamesThem() {
        People.Export export =
                people.export(house.tenant, "carla.conti@northwind.example").orElseThrow();
        assertThat(export.person().names()).containsExactly("Carla Conti");
        assertThat(export.rows().keySet()).contains("contact", "signal", "document", "inbox", "external_ref");
        assertThat(export.rows().get("contact"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("title", "CFO"));
        assertThat(export.packed()).containsKey("snapshot.body");
    }

    @Test
    void afterAnErasureNothingNamesThemAndTheProofSaysSo() {
        assertThat(everythingStored()).containsIgnoringCase("carla conti\"").contains("C-17");
        People.Erasure erasure =
                people.erase(house.tenant, "carla.conti@northwind.example").orElseThrow();

        assertThat(erasure.found()).containsKeys("contact.name", "inbox.data", "document.body", "snapshot.body");
        assertThat(erasure.left()).isEmpty();
        assertThat(erasure.deals()).containsExactly(deal);
        assertThat(everythingStored())
                .doesNotContainIgnoringCase("carla conti\"")
                .doesNotContainIgnoringCase("carla conti said")
                .doesNotContainIgnoringCase("\"carla.conti@")
                .doesNotContain("C-17")
                // who has a similar name is another person
                .contains("Carla Contini")
                .contains("giulia.carla.conti@northwind.example");
        assertThat(people.find(house.tenant, "carla.conti@northwind.example")).isEmpty();
        assertThat(people.search(house.tenant, Traces.of(List.of("Carla Contini"), List.of())))
                .isNotEmpty();
    }

    @Test
    void aDecisionFromWhichSomebodyWasErasedIsRecordedAndNotReplayable() {
        assertThat(replayNote()).isEmpty();
        people.erase(house.tenant, "crm:C-17");
        assertThat(replayNote()).contains("recorded, not replayable");
    }

    private String replayNote() {
        return house.store
                .decisions()
                .replay(house.tenant, decision.id(), Engine.current(), house.store.catalogues())
                .orElseThrow()
                .note();
    }

    @Test
    void whoWasErasedIsNotTakenInAgainAndNotContacted() {
        people.erase(house.tenant, "crm:C-17");
        News again = new News(house.tenant, "crm", 200)
                .deal(EventType.CONTACT, "D", at(), Map.of("id", "C-17", "name", "Carla Conti"));
        assertThatThrownBy(() -> again.send(house.store.intake())).hasMessageContaining("erased on request");
        house.now.set(START.plusSeconds(60));
        assertThat(house.store
                        .snapshots()
                        .of(house.tenant, deal, house.now.get())
                        .buyers()
                        .stakeholders()
                        .asOptional())
                .hasValueSatisfying(all -> assertThat(all)
                        .filteredOn(one -> one.name().equals(Traces.ERASED))
                        .singleElement()
                        .satisfies(one ->
                                assertThat(one.mayContact().is(may -> !may)).isTrue()));
        // and the loop goes on
        assertThat(house.decides(deal, Arm.ENGINE).candidates()).isNotEmpty();
    }

    @Test
    void aRepWhoLeftIsForgottenWithLogInAndTokens() {
        new Accounts(house.store.database(), house.store.time())
                .put(new Accounts.Account(
                        "r-login",
                        house.tenant,
                        "hash",
                        Role.REP,
                        house.store
                                .maker()
                                .standing(house.tenant, deal)
                                .orElseThrow()
                                .rep()));
        People.Erasure erasure = people.erase(house.tenant, "R@example.com").orElseThrow();
        assertThat(erasure.person().kind()).isEqualTo(Person.Kind.REP);
        assertThat(erasure.left()).isEmpty();
        assertThat(everythingStored()).doesNotContain("R@example.com").doesNotContain("r-login");
    }

    @Test
    void ofAnotherOrganisationNobodyIsFound() {
        SellingHouse other = new SellingHouse(POSTGRES, START);
        assertThat(people.find(other.tenant, "carla.conti@northwind.example")).isEmpty();
        assertThat(people.erase(other.tenant, "crm:C-17")).isEmpty();
    }

    /** Another way to look than the code's: every row of every table as text, and what is packed unpacked. */
    private String everythingStored() {
        StringBuilder all = new StringBuilder();
        house.store.database().doInTenant(house.tenant, transaction -> {
            transaction
                    .fetch(
                            "select tablename from pg_tables where schemaname = current_schema() and tablename <> 'flyway_schema_history'")
                    .getValues(0, String.class)
                    .forEach(table -> transaction
                            .fetch("select to_jsonb(x)::text from \"" + table + "\" x")
                            .forEach(row -> all.append(row.get(0, String.class)).append('\n')));
            transaction
                    .fetch("select body from snapshot union all select inputs from decision")
                    .forEach(row -> all.append(
                            new String(RecordJson.gunzip(row.get(0, byte[].class)), StandardCharsets.UTF_8)));
        });
        return all.toString();
    }
}
