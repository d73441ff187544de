package nextbest.vendors.hubspot;

import static nextbest.vendors.Asking.only;
import static nextbest.vendors.Asking.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import nextbest.event.EventType;
import nextbest.process.RecordField;
import nextbest.vendors.Line;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;
import nextbest.vendors.hubspot.FakeHubSpot.Fault.How;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Statement;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is HubSpot's own: its limits, its errors, its tokens, its late search, its odd records. */
class HubSpotTest {
    private final HubSpotWorld world = new HubSpotWorld();
    private final FakeHubSpot fake = world.fake;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSearchThatEndsAtItsCeilingIsGoneOnWith() {
        // 10,000 is where the vendor's search ends; 10,230 lie behind it and beyond
        for (int i = 0; i < 10_230; i++) {
            if (i % 500 == 0) {
                world.later();
            }
            world.deal("Deal " + i, "discovery");
        }
        Line line = world.line();
        Set<String> ids = new java.util.HashSet<>();
        Optional<String> place = Optional.empty();
        do {
            Page page =
                    line.source().read(Kind.DEAL, Optional.of(world.now.get().minus(Duration.ofDays(3))), place);
            page.items().forEach(item -> ids.add(item.id()));
            place = page.next();
        } while (place.isPresent());
        assertThat(ids).hasSize(10_230);
    }

    @Test
    void aLateSearchMissesWhatAReadingByIdSees() {
        fake.searchLag(Duration.ofMinutes(2));
        String deal = world.deal("Deal", "discovery");
        Line line = world.line();
        Page found = line.source()
                .read(Kind.DEAL, Optional.of(world.now.get().minus(Duration.ofHours(1))), Optional.empty());
        assertThat(found.items()).isEmpty();
        assertThat(only(line, Kind.DEAL, deal).id()).isEqualTo(deal);
    }

    @Test
    void aTimeOutAfterTheWriteIsUncertainAndTheTaskIsFound() {
        String deal = world.deal("Deal", "discovery");
        Line line = world.line();
        line.prepareWriting();
        fake.fail("/tasks/batch/upsert", How.CUT_AFTER);
        Tasks tasks = line.tasks().orElseThrow();
        Tasks.Draft draft =
                new Tasks.Draft("k1", "Call", "Why", world.now.get(), false, Optional.empty(), deal, "call");
        trouble(Cause.UNCERTAIN, () -> tasks.write(draft));
        String written = tasks.find(draft).orElseThrow();
        assertThat(tasks.write(draft)).isEqualTo(written);
        assertThat(fake.ids("tasks")).containsExactly(written);
        assertThat(fake.tied("tasks", written, "deals")).containsExactly(deal);
    }

    @Test
    void aReadingThatBreaksOffIsNotUncertain() {
        // the platform's client repeats a GET once by itself
        fake.fail("GET /crm/v3/owners", How.CUT_BEFORE);
        fake.fail("GET /crm/v3/owners", How.CUT_BEFORE);
        trouble(Cause.UNAVAILABLE, () -> world.line().source().read(Kind.REP, Optional.empty(), Optional.empty()));
    }

    @Test
    void aVendorThatIsBrokenIsAskedLaterAndOneThatTalksNonsenseIsNot() {
        fake.fail("GET /crm/v3/owners", How.SERVER_ERROR);
        trouble(Cause.UNAVAILABLE, () -> world.line().source().read(Kind.REP, Optional.empty(), Optional.empty()));
        fake.fail("GET /crm/v3/owners", How.NOT_JSON);
        trouble(Cause.NOT_UNDERSTOOD, () -> world.line().source().read(Kind.REP, Optional.empty(), Optional.empty()));
    }

    @Test
    void aLimitThatTheVendorNamesIsClosedForAsLongAsItSays() {
        fake.limits(3, 100);
        List<String> closed = new ArrayList<>();
        Gate gate = new Gate() {
            @Override
            public Duration pay(List<Toll> tolls) {
                return Duration.ZERO;
            }

            @Override
            public void close(Limit limit, Duration during) {
                closed.add(limit.scope() + " " + during);
            }
        };
        Line line = world.line(Map.of(), gate);
        assertThatThrownBy(() -> IntStream.range(0, 5)
                        .forEach(i -> line.source().read(Kind.REP, Optional.empty(), Optional.empty())))
                .isInstanceOfSatisfying(VendorTrouble.class, e -> {
                    assertThat(e.what()).isEqualTo(Cause.THROTTLED);
                    assertThat(e.after()).isEqualTo(Duration.ofSeconds(1));
                });
        assertThat(closed).containsExactly("calls PT1S");
    }

    @Test
    void aTokenThatWasTakenBackIsExchangedOnceAndAStaticOneIsForAPerson() {
        fake.exchangeTokens();
        Line line = world.line(
                Map.of("token", "", "client-id", "id", "client-secret", "s", "refresh-token", "refresh-0"),
                Gate.open());
        line.source().read(Kind.REP, Optional.empty(), Optional.empty());
        line.source().read(Kind.REP, Optional.empty(), Optional.empty());
        assertThat(fake.exchanges()).isEqualTo(1);
        fake.revokeToken();
        line.source().read(Kind.REP, Optional.empty(), Optional.empty());
        assertThat(fake.exchanges()).isEqualTo(2);
        trouble(Cause.UNAUTHORISED, () -> world.line().source().read(Kind.REP, Optional.empty(), Optional.empty()));
    }

    @Test
    void missingScopesAreSaidByTheSurvey() {
        fake.withoutScopes("calls");
        var survey = world.line().survey();
        assertThat(survey.missing()).containsOnlyKeys(Capability.READ_ACTIVITIES);
        assertThat(survey.fields()).containsOnlyKeys("competitor_list");
    }

    @Test
    void anOddDealIsReadWithoutWhatIsOddAndSaysSo() {
        String deal = fake.create(
                "deals",
                Map.of(
                        "dealname", "<b>Big</b> &amp; <script>alert(1)</script>bold",
                        "dealstage", "no-such-stage",
                        "amount", "12 apples",
                        "closedate", "soon",
                        "competitor_list", "Initech;Globex"));
        Item item = only(world.line(), Kind.DEAL, deal);
        Statement said = item.says().getFirst();
        assertThat(said.type()).isEqualTo(EventType.DEAL);
        assertThat(said.data())
                .containsEntry("name", "Big & bold")
                .containsEntry("competitors", List.of("Initech", "Globex"))
                .containsEntry("amount", null)
                .doesNotContainKey("stage");
        assertThat(item.oddities())
                .extracting(Item.Oddity::field)
                .containsExactlyInAnyOrder("dealstage", "amount", "closedate");
    }

    @Test
    void aDealWithoutStageIsReadAndSaysSo() {
        Item item = only(world.line(), Kind.DEAL, fake.create("deals", Map.of("dealname", "Bare")));
        assertThat(item.says()).hasSize(1);
        assertThat(item.oddities()).extracting(Item.Oddity::field).containsExactly("dealstage");
    }

    @Test
    void activitiesBelongToTheirDealsAndTheirWordsArePlain() {
        String deal = world.deal("Deal", "discovery");
        String note = fake.create(
                "notes", Map.of("hs_note_body", "<p>They want <i>SSO</i></p>", "hs_timestamp", "2026-03-01T10:00:00Z"));
        fake.tie("notes", note, "deals", deal);
        String call = fake.create("calls", Map.of("hs_call_direction", "SIDEWAYS", "hs_call_duration", "600000"));
        fake.tie("calls", call, "deals", deal);
        Line line = world.line();
        Item read = only(line, Kind.ACTIVITY, "notes:" + note);
        assertThat(read.says().getFirst().type()).isEqualTo(EventType.NOTE);
        assertThat(read.says().getFirst().data()).containsEntry("text", "They want SSO");
        assertThat(read.says().getFirst().occurredAt()).isEqualTo("2026-03-01T10:00:00Z");
        Item called = only(line, Kind.ACTIVITY, call);
        // 600,000 ms are 10 minutes
        assertThat(called.says().getFirst().data())
                .containsEntry("minutes", 10L)
                .doesNotContainKey("direction");
        assertThat(called.oddities()).extracting(Item.Oddity::field).containsExactly("hs_call_direction");
    }

    @Test
    void settingsThatAreMissingOrWrongAreNamedTogether() {
        assertThatThrownBy(() -> world.line(Map.of("token", "", "calls-per-day", "many"), Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("token", "client-id", "calls-per-day");
    }

    @Test
    void anAddressWithoutEncryptionIsOnlyForThisMachine() {
        assertThatThrownBy(() -> world.line(Map.of("base", "http://api.example.com"), Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("base", "https://", "http://api.example.com");
    }

    @Test
    void rolesAreTheLabelsOfATieAndLabelsThatAreNoRolesStay() {
        String deal = world.deal("Deal", "discovery");
        String ann = world.fake.create("contacts", Map.of("firstname", "Ann"));
        world.fake.tie("deals", deal, "contacts", ann);
        world.fake.label(deal, ann, 31);
        DealChanges changes = world.line().dealChanges().orElseThrow();
        assertThat(changes.value(deal, RecordField.CONTACT_ROLES, ann)).isEmpty();
        changes.change(deal, RecordField.CONTACT_ROLES, ann, "", "champion,executive");
        assertThat(changes.value(deal, RecordField.CONTACT_ROLES, ann)).isEqualTo("champion,executive");
        assertThat(world.fake.labels(deal, ann)).containsExactlyInAnyOrder(31, 32, 33);
        changes.change(deal, RecordField.CONTACT_ROLES, ann, "champion,executive", "");
        assertThat(world.fake.labels(deal, ann)).containsExactly(31);
        assertThatThrownBy(() -> changes.change(deal, RecordField.CONTACT_ROLES, ann, "", "user"))
                .hasMessageContaining("no label")
                .hasMessageContaining("champion");
    }

    @Test
    void aChangeWhoseAnswerWasLostIsNotMadeTwice() {
        String deal = world.deal("Deal", "discovery");
        world.fake.change("deals", deal, Map.of("pipeline", "default"));
        DealChanges changes = world.line().dealChanges().orElseThrow();
        world.fake.fail("PATCH", How.CUT_AFTER);
        assertThatThrownBy(() -> changes.change(deal, RecordField.STAGE, "", "discovery", "proposal"))
                .isInstanceOfSatisfying(
                        VendorTrouble.class, e -> assertThat(e.what()).isEqualTo(VendorTrouble.Cause.UNCERTAIN));
        long before = world.fake.log().stream()
                .filter(call -> call.startsWith("PATCH"))
                .count();
        changes.change(deal, RecordField.STAGE, "", "discovery", "proposal");
        assertThat(world.fake.log().stream()
                        .filter(call -> call.startsWith("PATCH"))
                        .count())
                .isEqualTo(before);
        assertThat(changes.value(deal, RecordField.STAGE, "")).isEqualTo("proposal");
    }
}
