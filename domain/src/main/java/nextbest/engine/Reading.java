package nextbest.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.ConditionCheck;
import nextbest.catalogue.Finding;
import nextbest.catalogue.Organisation;
import nextbest.catalogue.ParameterKind;
import nextbest.catalogue.PatternRow;
import nextbest.catalogue.Trigger;
import nextbest.catalogue.Truth;
import nextbest.deal.DealSnapshot;
import nextbest.deal.ProductInterest;
import nextbest.deal.StageKind;
import nextbest.deal.Stakeholder;
import nextbest.identity.ContactId;
import nextbest.recommendation.Arm;
import nextbest.signal.BuyerSignal;

/** The input of one decision, read once: every trigger is answered here, so that candidates only look answers up. */
final class Reading {
    private final EngineInput input;
    private final ConditionCheck conditions;
    private final SortedMap<String, Finding> findings = new TreeMap<>();
    private final SortedMap<String, List<PatternRow>> rows = new TreeMap<>();
    private final EffectEvidence evidence;
    private final Risks risks;

    Reading(EngineInput input) {
        this.input = input;
        this.conditions = new ConditionCheck(input.deal(), input.organisation(), input.at());
        for (Trigger trigger : input.catalogue().triggers().values()) {
            findings.put(trigger.key(), conditions.check(trigger.when()));
        }
        for (PatternRow row : input.catalogue().rows()) {
            rows.computeIfAbsent(row.action(), key -> new java.util.ArrayList<>())
                    .add(row);
        }
        this.evidence = input.policy().arm() == Arm.STATIC ? EffectEvidence.none() : input.evidence();
        this.risks = Risks.of(input.deal(), today());
    }

    DealSnapshot deal() {
        return input.deal();
    }

    Organisation organisation() {
        return input.organisation();
    }

    SelectionPolicy policy() {
        return input.policy();
    }

    Instant at() {
        return input.at();
    }

    EngineInput input() {
        return input;
    }

    /** What was learned; nothing in the static arm. */
    EffectEvidence evidence() {
        return evidence;
    }

    Risks risks() {
        return risks;
    }

    ConditionCheck conditions() {
        return conditions;
    }

    /** The rep's local day; UTC if the rep's zone is not known. */
    LocalDate today() {
        return input.at()
                .atZone(deal().rep().zone().asOptional().orElse(ZoneOffset.UTC))
                .toLocalDate();
    }

    List<BuyerSignal> signals() {
        return deal().signals().asOptional().orElse(List.of());
    }

    List<ProductInterest> interests() {
        return deal().needs().interests().asOptional().orElse(List.of());
    }

    List<Stakeholder> stakeholders() {
        return deal().buyers().stakeholders().asOptional().orElse(List.of());
    }

    Optional<Stakeholder> stakeholder(ContactId contact) {
        return stakeholders().stream()
                .filter(person -> person.contact().equals(contact))
                .findFirst();
    }

    boolean isClosed() {
        return deal().stageKind().filter(kind -> !kind.isOpen()).isPresent();
    }

    /** What calls for an action in this deal. Of several rows that fire, the one with the highest score counts. */
    Calling calling(ActionType action) {
        Optional<StageKind> stage = deal().stageKind();
        if (stage.filter(kind -> !kind.isOpen()).isPresent()) {
            return Calling.NOT_MEANT;
        }
        boolean aboutProduct =
                action.per().filter(ParameterKind.INTEREST::equals).isPresent();
        if (deal().course().stage().isAbsent() && !aboutProduct) {
            // a client without a deal: there is nothing to move on, only something to offer
            return Calling.NOT_MEANT;
        }
        Optional<Integer> own = stage.isPresent()
                ? stage.map(kind -> action.baselines().get(kind))
                // Where the stage is not known, no more is claimed than holds at the least fitting stage.
                : action.baselines().values().stream().min(Integer::compare);
        SortedMap<String, Finding> fired = new TreeMap<>();
        SortedMap<String, Finding> expired = new TreeMap<>();
        SortedSet<String> unknown = new TreeSet<>();
        Truth truth = Truth.NO;
        PatternRow best = null;
        int potential = own.orElse(0);
        boolean meant = own.isPresent();
        if (own.isPresent()) {
            for (String trigger : action.triggers()) {
                truth = truth.or(ask(action, trigger, fired, expired, unknown));
            }
        }
        for (PatternRow row : rows.getOrDefault(action.key(), List.of())) {
            if (stage.filter(kind -> kind == row.stage()).isPresent()) {
                meant = true;
                potential = Math.max(potential, row.score());
                Truth answer = ask(action, row.trigger(), fired, expired, unknown);
                truth = truth.or(answer);
                if (answer == Truth.YES && (best == null || row.score() > best.score())) {
                    best = row;
                }
            }
        }
        if (!meant) {
            return Calling.NOT_MEANT;
        }
        Optional<PatternRow> row = Optional.ofNullable(best);
        return new Calling(
                truth,
                row.map(PatternRow::score).or(() -> own),
                potential,
                row,
                Collections.unmodifiableSortedMap(fired),
                Collections.unmodifiableSortedMap(expired),
                Collections.unmodifiableSortedSet(unknown),
                Collections.unmodifiableSortedSet(Calling.explainedBy(fired, signals())));
    }

    private Truth ask(
            ActionType action,
            String trigger,
            SortedMap<String, Finding> fired,
            SortedMap<String, Finding> expired,
            SortedSet<String> unknown) {
        Finding finding = findings.get(trigger);
        if (finding.holds() && tooOld(action, finding)) {
            expired.put(trigger, finding);
            return Truth.NO;
        }
        if (finding.holds()) {
            fired.put(trigger, finding);
        }
        unknown.addAll(finding.unknown());
        return finding.truth();
    }

    /** A trigger that rests on signals alone ends with the action's expiry; a fact of record does not age. */
    private boolean tooOld(ActionType action, Finding finding) {
        return action.expiryDays() > 0
                && !finding.signals().isEmpty()
                && finding.fields().stream().allMatch("stage"::equals)
                && finding.signals().stream()
                        .noneMatch(signal -> java.time.Duration.between(signal.at(), at())
                                        .compareTo(java.time.Duration.ofDays(action.expiryDays()))
                                <= 0);
    }
}
