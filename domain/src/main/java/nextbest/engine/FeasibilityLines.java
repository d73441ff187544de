package nextbest.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.catalogue.ActionType;
import nextbest.deal.Attempt;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.ResourceKind;
import nextbest.fact.Provenance;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.EvidenceDesign;
import nextbest.recommendation.SubFactor;
import nextbest.recommendation.Text;

/** What moves the four lines of feasibility; the manager's guidance moves timing beside them. */
final class FeasibilityLines {
    private FeasibilityLines() {}

    static void move(Reading reading, Proposal proposal, Moves moves) {
        skills(reading.deal(), proposal.action(), moves);
        acceptance(reading, proposal.action(), moves);
        guidance(reading.evidence(), proposal.action(), moves);
        resources(reading.deal(), proposal.action(), moves);
        effort(reading.deal(), proposal.action(), moves);
        earlierAttempts(reading.deal(), proposal, moves);
    }

    private static void skills(DealSnapshot deal, ActionType action, Moves moves) {
        SortedSet<String> needed = action.requirements().skills();
        Optional<SortedSet<String>> has = deal.rep().skills().asOptional();
        if (needed.isEmpty() || has.isEmpty()) {
            return;
        }
        SortedSet<String> lacking = new TreeSet<>(needed);
        lacking.removeAll(has.get());
        moves.add(
                SubFactor.REP_CAPABILITY,
                lacking.isEmpty() ? 500 : -600,
                Evidences.fact(
                        deal,
                        DealField.REP_SKILLS,
                        lacking.isEmpty() ? "evidence.skills" : "evidence.skills-lacking",
                        Map.of("skills", Argument.words(String.join(", ", lacking.isEmpty() ? needed : lacking)))));
    }

    /** What this rep did with such recommendations before, once it is clearly more or clearly less than every second. */
    private static void acceptance(Reading reading, ActionType action, Moves moves) {
        reading.evidence().of(action.key()).stream()
                .flatMap(effect -> effect.acceptedByRep().stream())
                .forEach(rate -> {
                    int strength = rate.low() > 0.5 ? 300 : rate.high() < 0.5 ? -400 : 0;
                    moves.add(
                            SubFactor.REP_CAPABILITY,
                            strength,
                            new Evidence.Learned(
                                    "learned:" + action.key() + ":accepted",
                                    Text.of(
                                            "evidence.accepted-by-rep",
                                            Map.of(
                                                    "successes",
                                                    Argument.count(rate.successes()),
                                                    "n",
                                                    Argument.count(rate.n()))),
                                    rate.n(),
                                    rate.mean(),
                                    rate.low(),
                                    rate.high(),
                                    EvidenceDesign.OBSERVED,
                                    rate.level()));
                });
    }

    /**
     * What the rep's manager says, as far as the rep's own answers have not taken its place. It speaks of the rep and of the
     * moment, so it moves these two lines; as no results were counted it says nothing of impact.
     */
    private static void guidance(EffectEvidence known, ActionType action, Moves moves) {
        Guidance guidance = known.guidance().get(action.key());
        if (guidance == null) {
            return;
        }
        long own = known.answered(action.key());
        int left = guidance.left(own, known.answered() - own);
        int strength = (guidance.prefer() ? 1000 : -1000) * left / Guidance.ANSWERS;
        String says = guidance.prefer() ? "evidence.guidance.prefer" : "evidence.guidance.avoid";
        Map<String, Argument> counts = Map.of("n", Argument.count(left), "own", Argument.count(own));
        Map<String, Argument> withReason = new TreeMap<>(counts);
        withReason.put("reason", Argument.words(guidance.reason()));
        Evidence evidence = new Evidence.Recorded(
                "guidance:" + action.key(),
                guidance.reason().isEmpty() ? Text.of(says, counts) : Text.of(says + "-because", withReason),
                new Provenance("guidance", guidance.id(), guidance.at()));
        moves.add(SubFactor.REP_CAPABILITY, strength, evidence);
        moves.add(SubFactor.TIMING_ALIGNMENT, strength, evidence);
    }

    /** People who can take part. That a document exists is a condition of the action, not a merit. */
    private static void resources(DealSnapshot deal, ActionType action, Moves moves) {
        for (ResourceKind kind : action.requirements().resources()) {
            DealField<Integer> field = switch (kind) {
                case SOLUTIONS_ENGINEER -> DealField.SOLUTIONS_ENGINEERS;
                case EXECUTIVE -> DealField.EXECUTIVES;
            };
            deal.resources()
                    .free(kind)
                    .asOptional()
                    .ifPresent(free -> moves.add(
                            SubFactor.RESOURCE_AVAILABILITY,
                            free > 0 ? 400 : -1000,
                            Evidences.fact(
                                    deal,
                                    field,
                                    "evidence.resource",
                                    Map.of(
                                            "resource",
                                            Argument.message("resource." + kind.key()),
                                            "count",
                                            Argument.count(free)))));
        }
    }

    private static void effort(DealSnapshot deal, ActionType action, Moves moves) {
        deal.rep().capacityMinutes().asOptional().ifPresent(capacity -> {
            int effort = action.requirements().effortMinutes();
            int strength = effort > capacity ? -800 : effort * 2 > capacity ? -400 : effort * 10 <= capacity ? 400 : 0;
            moves.add(
                    SubFactor.EFFORT_REQUIRED,
                    strength,
                    Evidences.fact(
                            deal,
                            DealField.REP_CAPACITY,
                            "evidence.effort",
                            Map.of("effort", Argument.count(effort), "capacity", Argument.count(capacity))));
        });
    }

    /** Attempts that came to nothing count against it; that it was never tried counts neither way. */
    private static void earlierAttempts(DealSnapshot deal, Proposal proposal, Moves moves) {
        List<Attempt> attempts = deal.attempts().asOptional().orElse(List.of()).stream()
                .filter(attempt -> attempt.action().equals(proposal.action().key()))
                .toList();
        int strength = 0;
        for (Attempt attempt : attempts) {
            strength -= switch (attempt.state()) {
                case IGNORED, DISMISSED, OVERRIDDEN -> 300;
                case EXECUTED -> 200;
                case KEPT_BACK -> 400;
                case NO_ANSWER, VIEWED, ACCEPTED, SNOOZED -> 0;
            };
        }
        if (strength != 0) {
            moves.add(
                    SubFactor.PREVIOUS_ATTEMPT,
                    Math.max(-900, strength),
                    Evidences.fact(
                            deal,
                            DealField.ATTEMPTS,
                            "evidence.earlier-attempts",
                            Map.of("count", Argument.count(attempts.size()))));
        }
    }
}
