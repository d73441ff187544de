package nextbest.catalogue.file;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import nextbest.catalogue.Catalogue;
import nextbest.catalogue.Organisation;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stage;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence;
import nextbest.engine.Engine;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;
import nextbest.fact.Provenance;
import nextbest.identity.ContactId;
import nextbest.identity.DecisionId;
import nextbest.identity.SubjectId;
import nextbest.recommendation.Decision;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;

/** Deals to test with; what a test does not say is unknown. */
final class Deals {
    static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    static final Catalogue CATALOGUE = CatalogueReader.standard();
    static final Provenance CRM = new Provenance("crm", "deal-1", NOW.minus(Duration.ofDays(1)));

    private Deals() {}

    static DealSnapshot.Builder deal() {
        return DealSnapshot.about(new SubjectId(uuid(1)), NOW).from(CRM);
    }

    static DealSnapshot.Builder at(StageKind kind) {
        return deal().known(DealField.STAGE, stage(kind));
    }

    static Stage stage(StageKind kind) {
        return new Stage(
                kind.key(), kind.key(), kind, List.of(StageKind.values()).indexOf(kind));
    }

    /** The deal heard these signals, all an hour ago, from nobody in particular and about nothing in particular. */
    static DealSnapshot.Builder heard(DealSnapshot.Builder deal, SignalType... types) {
        return deal.known(
                DealField.SIGNALS,
                IntStream.range(0, types.length)
                        .mapToObj(i -> signal("s-" + i, types[i], NOW.minus(Duration.ofHours(1))))
                        .toList());
    }

    static BuyerSignal signal(String id, SignalType type, Instant at, ContactId... contacts) {
        return new BuyerSignal(id, type, at, "", Arrays.asList(contacts), "", CRM);
    }

    static UUID uuid(long n) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | n);
    }

    static EngineInput input(DealSnapshot deal) {
        return input(deal, SelectionPolicy.standard());
    }

    static EngineInput input(DealSnapshot deal, SelectionPolicy policy) {
        return new EngineInput(
                new DecisionId(uuid(7)), deal, CATALOGUE, Organisation.silent(), EffectEvidence.none(), policy, NOW);
    }

    static Decision decide(DealSnapshot deal) {
        return Engine.current().decide(input(deal));
    }
}
