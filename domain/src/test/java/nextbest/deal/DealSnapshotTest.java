package nextbest.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nextbest.fact.Provenance;
import nextbest.identity.SubjectId;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;
import org.junit.jupiter.api.Test;

class DealSnapshotTest {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final Provenance CRM = new Provenance("crm", "1", NOW);

    @Test
    void whatIsNotSaidIsUnknown() {
        DealSnapshot deal = about().build();

        assertThat(DealField.all().values())
                .allSatisfy(field ->
                        assertThat(field.in(deal).isUnknown()).as(field.key()).isTrue());
    }

    @Test
    void absentIsNotUnknownAndHasAProvenance() {
        DealSnapshot deal = about().from(CRM).absent(DealField.COMPETITORS).build();

        assertThat(deal.buyers().competitors().isAbsent()).isTrue();
        assertThat(deal.buyers().competitors().source()).contains(CRM);
        assertThat(DealField.COMPETITORS.count(deal)).contains(0);
        assertThat(DealField.FEATURES.count(deal)).isEmpty();
    }

    @Test
    void aSnapshotDoesNotLookAhead() {
        BuyerSignal tomorrow =
                new BuyerSignal("s", SignalType.BUDGET_DISCUSSED, NOW.plusSeconds(1), "", List.of(), "", CRM);

        assertThatThrownBy(() ->
                        about().known(DealField.SIGNALS, List.of(tomorrow)).build())
                .hasMessageContaining("must not look ahead")
                .hasMessageContaining("signal s");
    }

    @Test
    void aCopyThatChangesNothingIsEqual() {
        DealSnapshot deal = about().from(CRM)
                .known(DealField.INDUSTRY, "retail")
                .absent(DealField.COMPETITORS)
                .build();

        assertThat(deal.toBuilder().build()).isEqualTo(deal);
        assertThat(deal.toBuilder().known(DealField.INDUSTRY, "medical").build())
                .isNotEqualTo(deal);
    }

    private static DealSnapshot.Builder about() {
        return DealSnapshot.about(new SubjectId(new UUID(0, 1)), NOW);
    }
}
