package nextbest.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.Organisation;
import nextbest.catalogue.file.CatalogueReader;
import nextbest.deal.Competitor;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stage;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;
import nextbest.fact.Provenance;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Open deals of all stages with four signals and two competitors each, decided with the shipped catalogue. */
final class SampleDeals {
    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final List<StageKind> OPEN =
            Arrays.stream(StageKind.values()).filter(StageKind::isOpen).toList();

    private SampleDeals() {}

    static List<EngineInput> inputs(int count) {
        Catalogue catalogue = CatalogueReader.standard();
        Provenance crm = new Provenance("crm", "bench", NOW.minus(Duration.ofDays(1)));
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);
        SignalType[] types = SignalType.values();
        List<EngineInput> inputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            StageKind kind = OPEN.get(i % OPEN.size());
            List<BuyerSignal> signals = new ArrayList<>();
            for (int j = 0; j < 4; j++) {
                signals.add(new BuyerSignal(
                        "s-" + j,
                        types[random.nextInt(types.length)],
                        NOW.minus(Duration.ofHours(1L + j)),
                        "",
                        List.of(),
                        "",
                        crm));
            }
            DealSnapshot deal = DealSnapshot.about(new SubjectId(id(i)), NOW)
                    .from(crm)
                    .known(DealField.STAGE, new Stage(kind.key(), kind.key(), kind, OPEN.indexOf(kind)))
                    .known(DealField.SIGNALS, signals)
                    .known(DealField.COMPANY_NAME, "Cancity")
                    .known(DealField.INDUSTRY, "retail")
                    .known(DealField.EMPLOYEES, 200 + i)
                    .known(DealField.COMPETITORS, List.of(new Competitor("Initech", NOW), new Competitor("Hooli", NOW)))
                    .known(DealField.CLOSE_DATE, LocalDate.parse("2026-03-15"))
                    .build();
            inputs.add(new EngineInput(
                    new DecisionId(id(1_000_000L + i)),
                    deal,
                    catalogue,
                    Organisation.silent(),
                    EffectEvidence.none(),
                    SelectionPolicy.standard(),
                    NOW));
        }
        return List.copyOf(inputs);
    }

    private static UUID id(long n) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | n);
    }
}
