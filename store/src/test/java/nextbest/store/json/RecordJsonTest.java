package nextbest.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.deal.BudgetState;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stage;
import nextbest.deal.StageKind;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Provenance;
import nextbest.identity.ContactId;
import nextbest.identity.SubjectId;
import nextbest.identity.Uuid7;
import nextbest.money.Money;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aRecordIsWrittenWithItsComponentsAndNothingElse() {
        assertThat(new String(RecordJson.bytes(new Money(1234, "EUR")), StandardCharsets.UTF_8))
                .isEqualTo("{\"minor\":1234,\"currency\":\"EUR\"}");
    }

    @Test
    void mapsAreWrittenByKeyWhateverTheirOrder() {
        var one = new TreeMap<String, Object>(Map.of("b", 1, "a", 2));
        var other = new java.util.LinkedHashMap<String, Object>();
        other.put("b", 1);
        other.put("a", 2);
        assertThat(RecordJson.bytes(other)).isEqualTo(RecordJson.bytes(one));
    }

    @Test
    void aSnapshotComesBackEqual() {
        DealSnapshot snapshot = DealSnapshot.about(new SubjectId(Uuid7.of(NOW, 1)), NOW)
                .from(new Provenance("crm", "D1", NOW))
                .known(DealField.STAGE, new Stage("discovery", "Discovery", StageKind.DISCOVERY, 10))
                .known(DealField.AMOUNT, new Money(1234, "EUR"))
                .known(DealField.CLOSE_DATE, LocalDate.parse("2026-05-01"))
                .known(DealField.BUDGET, List.of(BudgetState.values()).getFirst())
                .known(DealField.REP_ZONE, ZoneId.of("Europe/Berlin"))
                .known(
                        DealField.STAKEHOLDERS,
                        List.of(Stakeholder.of(
                                new ContactId(Uuid7.of(NOW, 2)),
                                "Ada",
                                new TreeSet<>(List.of(StakeholderRole.CHAMPION)))))
                .absent(DealField.COMPETITORS)
                .build();
        byte[] json = RecordJson.bytes(snapshot);
        assertThat(RecordJson.read(json, DealSnapshot.class)).isEqualTo(snapshot);
        assertThat(RecordJson.bytes(RecordJson.read(json, DealSnapshot.class))).isEqualTo(json);
    }
}
