package nextbest.activities.drafting;

import static nextbest.store.schema.Tables.SIGNAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.event.EventType;
import nextbest.store.drafting.DraftPolicy;
import org.junit.jupiter.api.Test;

/** Notes of a deal, a real database, the built-in reader, and an endpoint that says what it likes. */
class NoteReaderTest {
    private static final String NOTE =
            "Call with Carla. They also look at a competing offer.\nShe is under\n pressure from her board.";

    private final DraftingHouse house = new DraftingHouse("We would have to find the money first.");

    private List<String> read() {
        return house.store
                .database()
                .inTenant(
                        house.tenant,
                        transaction -> transaction
                                .select(SIGNAL.SIGNAL_, SIGNAL.QUOTE, SIGNAL.READ_BY)
                                .from(SIGNAL)
                                .where(
                                        SIGNAL.TENANT.eq(house.tenant.value()),
                                        SIGNAL.READ_BY.isNotNull(),
                                        SIGNAL.RETRACTED.isFalse())
                                .orderBy(SIGNAL.SEQ)
                                .fetch(row -> row.value3() + " " + row.value1() + ": " + row.value2()));
    }

    private NoteReader reader(ScriptedEndpoint endpoint) {
        DraftingSettings settings = house.settings(endpoint, Duration.ofSeconds(10), 0);
        return new NoteReader(
                house.store.database(), new OpenAiEndpoint(settings, house.now::get), settings, house.now::get);
    }

    @Test
    void theBuiltInReaderFindsSignalsWithTheNoteItself() {
        house.tell(EventType.NOTE, Map.of("text", NOTE));
        assertThat(read()).containsExactly("cues competitor-mentioned: They also look at a competing offer.");
    }

    @Test
    void aNoteThatIsCorrectedTakesItsSignalsBack() {
        String id = house.tell(EventType.NOTE, Map.of("text", NOTE));
        house.tell(EventType.CORRECTION, Optional.empty(), Map.of("event", id));
        assertThat(read()).isEmpty();
    }

    @Test
    void aModelAddsWhatStandsInTheNoteAndNothingElse() throws LanguageModel.Trouble {
        house.tell(EventType.NOTE, Map.of("text", NOTE));
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().says("""
                {"signals": [{"type": "pain-point-mentioned", "span": "under pressure from her board"},
                 {"type": "discount-requested", "span": "they want 20% off"},
                 {"type": "competitor-mentioned", "span": "a competing offer"}]}""")) {
            NoteReader reader = reader(endpoint);
            List<Integer> news = new ArrayList<>();
            assertThat(reader.isWanted(house.tenant, house.deal)).isTrue();
            assertThat(reader.read(house.tenant, house.deal, 1, false, news::add))
                    .isEqualTo(1);
            assertThat(news).containsExactly(1);
            // the invented span is dropped, and what the built-in reader found is not found twice
            assertThat(read())
                    .containsExactly(
                            "cues competitor-mentioned: They also look at a competing offer.",
                            "scripted pain-point-mentioned: under\n pressure from her board");
            assertThat(reader.isWanted(house.tenant, house.deal)).isFalse();
        }
    }

    @Test
    void anAnswerThatCannotBeReadIsAskedForOnceMoreAndThenLeft() throws LanguageModel.Trouble {
        house.tell(EventType.NOTE, Map.of("text", NOTE));
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().says("no JSON")) {
            NoteReader reader = reader(endpoint);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> reader.read(house.tenant, house.deal, 1, false, found -> {})))
                    .isInstanceOf(LanguageModel.Trouble.class);
            assertThat(reader.read(house.tenant, house.deal, 2, false, found -> {}))
                    .isZero();
            assertThat(reader.isWanted(house.tenant, house.deal)).isFalse();
            assertThat(endpoint.requests).hasSize(2);
        }
    }

    @Test
    void whoSwitchesReadingOffIsReadByNobody() throws LanguageModel.Trouble {
        house.drafts.setPolicy(house.tenant, new DraftPolicy(true, false, false, 1_000_000));
        house.tell(EventType.NOTE, Map.of("text", NOTE));
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint().says("{\"signals\": []}")) {
            NoteReader reader = reader(endpoint);
            assertThat(reader.isWanted(house.tenant, house.deal)).isFalse();
            assertThat(reader.read(house.tenant, house.deal, 1, false, found -> {}))
                    .isZero();
            assertThat(endpoint.requests).isEmpty();
        }
        assertThat(read()).isEmpty();
    }
}
