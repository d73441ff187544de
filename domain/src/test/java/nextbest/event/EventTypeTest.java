package nextbest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.money.Money;
import org.junit.jupiter.api.Test;

class EventTypeTest {
    private static final Optional<SubjectRef> DEAL = Optional.of(new SubjectRef(SubjectRef.Kind.DEAL, "crm", "D-1"));

    @Test
    void readsTypedValuesAndTellsAbsentFromUnsaid() throws InvalidEvent {
        Map<String, Object> json = new HashMap<>();
        json.put("amount", Map.of("amount", 4821.5, "currency", "EUR"));
        json.put("competitors", null);

        EventData data = EventType.DEAL.read(json, DEAL);

        assertThat(data.value("amount", Money.class)).contains(new Money(482150, "EUR"));
        assertThat(data.absent()).containsExactly("competitors");
        assertThat(data.mentions("stage")).isFalse();
    }

    @Test
    void collectsEveryViolationWithFieldSeenAndAllowed() {
        Map<String, Object> json = Map.of(
                "amount", Map.of("amount", -1, "currency", "EUR"),
                "closeDate", "2017-02-30",
                "stagee", "Won");

        InvalidEvent error =
                catchThrowableOfType(InvalidEvent.class, () -> EventType.DEAL.read(json, Optional.empty()));

        assertThat(error.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("subject", "data.amount", "data.closeDate", "data.stagee");
        assertThat(error).hasMessageContaining("2017-02-30").hasMessageContaining("a day such as");
    }

    @Test
    void aTenMegabyteFieldIsRefusedWithoutBeingRepeated() {
        InvalidEvent error = catchThrowableOfType(
                InvalidEvent.class, () -> EventType.NOTE.read(Map.of("text", "x".repeat(10_000_000)), DEAL));

        assertThat(error.violations()).singleElement().satisfies(v -> {
            assertThat(v.field()).isEqualTo("data.text");
            assertThat(v.seen()).hasSizeLessThan(120).contains("10000000 characters");
        });
    }

    @Test
    void requiredFieldsMustBeThereAndNotNull() {
        Map<String, Object> json = new HashMap<>();
        json.put("kind", null);
        InvalidEvent error = catchThrowableOfType(InvalidEvent.class, () -> EventType.OUTCOME.read(json, DEAL));
        assertThat(error.violations()).extracting(Violation::field).contains("data.kind");
        assertThat(catchThrowableOfType(InvalidEvent.class, () -> EventType.OUTCOME.read(Map.of(), DEAL))
                        .violations())
                .extracting(Violation::seen)
                .containsExactly("nothing");
    }

    @Test
    void aReferenceIsAnIdOfTheSameSourceOrNamesItsSource() throws InvalidEvent {
        EventData data = EventType.DEAL.read(
                Map.of("client", Map.of("source", "erp", "id", "C-9"), "products", List.of("P-1")), DEAL);
        assertThat(data.required("client", FieldType.Reference.class))
                .isEqualTo(new FieldType.Reference("client", Optional.of("erp"), "C-9"));
        assertThat(data.list("products", FieldType.Reference.class))
                .containsExactly(new FieldType.Reference("product", Optional.empty(), "P-1"));
    }
}
