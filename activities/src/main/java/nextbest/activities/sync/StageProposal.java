package nextbest.activities.sync;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nextbest.deal.Stage;
import nextbest.deal.StageKind;
import nextbest.vendors.Survey;

/** Which of our stages a vendor's seems to be: by its end, then by its name, then by how likely it says a win is. */
final class StageProposal {
    private StageProposal() {}

    static Optional<String> of(Survey.TheirStage theirs, List<Stage> ours) {
        if (theirs.end()) {
            return first(ours, theirs.won() ? StageKind.WON : StageKind.LOST);
        }
        String label = theirs.label().toLowerCase(Locale.ROOT);
        Optional<String> named = ours.stream()
                .filter(stage ->
                        stage.kind().isOpen() && label.contains(stage.label().toLowerCase(Locale.ROOT)))
                .map(Stage::key)
                .findFirst();
        return named.or(() -> kind(label, theirs.probability()).flatMap(kind -> first(ours, kind)));
    }

    private static Optional<StageKind> kind(String label, double probability) {
        if (label.matches(".*(contract|negotiat|legal|verbal|commit|decision).*")) {
            return Optional.of(StageKind.NEGOTIATION);
        }
        if (label.matches(".*(proposal|quote|presentation|demo|pricing).*")) {
            return Optional.of(StageKind.PROPOSAL);
        }
        if (label.matches(".*(discover|qualif|appointment|needs|analysis|buy-?in).*")) {
            return Optional.of(StageKind.DISCOVERY);
        }
        if (label.matches(".*(prospect|lead|new|target).*")) {
            return Optional.of(StageKind.PROSPECTING);
        }
        if (probability < 0) {
            return Optional.empty();
        }
        return Optional.of(
                probability < 0.2
                        ? StageKind.PROSPECTING
                        : probability < 0.5
                                ? StageKind.DISCOVERY
                                : probability < 0.75 ? StageKind.PROPOSAL : StageKind.NEGOTIATION);
    }

    private static Optional<String> first(List<Stage> ours, StageKind kind) {
        return ours.stream()
                .filter(stage -> stage.kind() == kind)
                .map(Stage::key)
                .findFirst();
    }
}
