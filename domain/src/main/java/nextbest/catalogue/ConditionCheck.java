package nextbest.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import nextbest.deal.Activity;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stage;
import nextbest.deal.Stakeholder;
import nextbest.fact.Fact;
import nextbest.signal.BuyerSignal;

/**
 * Answers conditions about one deal at one moment. An unknown field makes an answer unknown, unless the other parts settle
 * it; only {@code unknown} is always answered yes or no.
 */
public final class ConditionCheck {
    /** What is missing when the organisation has not said what must hold for leaving a stage; not a field of a deal. */
    public static final String STAGE_GATES = "stage-gates";

    private final DealSnapshot deal;
    private final Organisation organisation;
    private final Instant at;

    /** @param at business time; ages and distances count from here */
    public ConditionCheck(DealSnapshot deal, Organisation organisation, Instant at) {
        this.deal = Objects.requireNonNull(deal, "deal");
        this.organisation = Objects.requireNonNull(organisation, "organisation");
        this.at = Objects.requireNonNull(at, "at");
    }

    public Finding check(Condition condition) {
        return switch (condition) {
            case Condition.All(List<Condition> parts) -> all(parts);
            case Condition.Any(List<Condition> parts) -> any(parts);
            case Condition.Not(Condition part) -> check(part).negated();
            case Condition.SignalSeen seen -> signalSeen(seen);
            case Condition.StageIs stage ->
                Finding.of(answer(deal.course().stage(), s -> stage.kinds().contains(s.kind())), "stage");
            case Condition.FactKnown(String field) -> Finding.of(answer(fact(field), value -> true), field);
            case Condition.FactAbsent(String field) ->
                Finding.of(answer(fact(field), value -> true).negated(), field);
            case Condition.FactUnknown(String field) ->
                Finding.of(Truth.of(fact(field).isUnknown()), field);
            case Condition.FactIs is -> factIs(is);
            case Condition.CountAtLeast(String field, int count) ->
                Finding.of(
                        field(field)
                                .count(deal)
                                .map(seen -> Truth.of(seen >= count))
                                .orElse(Truth.UNKNOWN),
                        field);
            case Condition.LastTouchOlderThan(int days) -> lastTouchOlderThan(days);
            case Condition.EngagedFewerThan(int count) -> Finding.of(engagedFewerThan(count), "stakeholders");
            case Condition.OnlyEngaged only -> Finding.of(onlyEngaged(only), "stakeholders");
            case Condition.HasStakeholder has -> Finding.of(hasStakeholder(has), "stakeholders");
            case Condition.ClosesWithin(int days) ->
                Finding.of(
                        answer(deal.course().closeDate(), date -> ChronoUnit.DAYS.between(today(), date) <= days),
                        "close-date");
            case Condition.InStageLongerThan(int days) ->
                Finding.of(answer(deal.course().stageSince(), since -> older(since, days)), "stage-since");
            case Condition.StageGateMet() -> stageGateMet();
        };
    }

    private Finding all(List<Condition> conditions) {
        List<Finding> parts = new ArrayList<>(conditions.size());
        Truth truth = Truth.YES;
        for (Condition condition : conditions) {
            Finding part = check(condition);
            parts.add(part);
            truth = truth.and(part.truth());
        }
        return Finding.merge(truth, parts);
    }

    private Finding any(List<Condition> conditions) {
        List<Finding> parts = new ArrayList<>(conditions.size());
        Truth truth = Truth.NO;
        for (Condition condition : conditions) {
            Finding part = check(condition);
            parts.add(part);
            truth = truth.or(part.truth());
        }
        return Finding.merge(truth, parts);
    }

    /** Signals are kept as they come in: a list without the signal means that it was not seen; no list, that nobody listens. */
    private Finding signalSeen(Condition.SignalSeen seen) {
        if (deal.signals().isUnknown()) {
            return Finding.of(Truth.UNKNOWN, "signals");
        }
        List<BuyerSignal> matching = new ArrayList<>();
        for (BuyerSignal signal : deal.signals().asOptional().orElse(List.of())) {
            if (seen.types().contains(signal.type())
                    && !signal.at().isAfter(at)
                    && !older(signal.at(), seen.withinDays())) {
                matching.add(signal);
            }
        }
        matching.sort(Comparator.comparing(BuyerSignal::at).reversed().thenComparing(BuyerSignal::id));
        return Finding.ofSignals(matching);
    }

    private Finding factIs(Condition.FactIs is) {
        DealField<?> field = field(is.field());
        if (field.in(deal).isUnknown()) {
            return Finding.of(Truth.UNKNOWN, is.field());
        }
        return Finding.of(
                Truth.of(field.text(deal)
                        .filter(value -> is.values().contains(value))
                        .isPresent()),
                is.field());
    }

    /** From the last touch of record; if that is not known, from the youngest activity. Never in touch is older than any. */
    private Finding lastTouchOlderThan(int days) {
        Fact<Instant> touch = deal.engagement().lastTouch();
        if (touch.isUnknown() && deal.engagement().activities().isKnown()) {
            List<Activity> activities =
                    deal.engagement().activities().asOptional().orElse(List.of());
            boolean recent = activities.stream().anyMatch(activity -> !older(activity.at(), days));
            return Finding.of(Truth.of(!recent), "activities");
        }
        return Finding.of(touch.isAbsent() ? Truth.YES : answer(touch, last -> older(last, days)), "last-touch");
    }

    private Truth engagedFewerThan(int count) {
        if (deal.buyers().stakeholders().isUnknown()) {
            return Truth.UNKNOWN;
        }
        int engaged = 0;
        int perhaps = 0;
        for (Stakeholder person : stakeholders()) {
            engaged += person.engaged().is(yes -> yes) ? 1 : 0;
            perhaps += person.engaged().isUnknown() ? 1 : 0;
        }
        if (engaged >= count) {
            return Truth.NO;
        }
        return engaged + perhaps < count ? Truth.YES : Truth.UNKNOWN;
    }

    private Truth onlyEngaged(Condition.OnlyEngaged only) {
        if (deal.buyers().stakeholders().isUnknown()) {
            return Truth.UNKNOWN;
        }
        Truth inRole = Truth.NO;
        Truth nobodyElse = Truth.YES;
        for (Stakeholder person : stakeholders()) {
            Truth engaged = answer(person.engaged(), yes -> yes);
            if (person.isA(only.role())) {
                inRole = inRole.or(engaged);
            } else {
                nobodyElse = nobodyElse.and(engaged.negated());
            }
        }
        return inRole.and(nobodyElse);
    }

    private Truth hasStakeholder(Condition.HasStakeholder has) {
        if (deal.buyers().stakeholders().isUnknown()) {
            return Truth.UNKNOWN;
        }
        Truth truth = Truth.NO;
        for (Stakeholder person : stakeholders()) {
            if (has.roles().isEmpty() || has.roles().stream().anyMatch(person::isA)) {
                truth = truth.or(
                        switch (has.trait()) {
                            case ANY -> Truth.YES;
                            case ENGAGED -> answer(person.engaged(), yes -> yes);
                            case NOT_ENGAGED -> answer(person.engaged(), yes -> !yes);
                            case NOT_ON_COMMITTEE -> answer(person.onCommittee(), yes -> !yes);
                            case DEPARTURE_RISK -> answer(person.departureRisk(), yes -> yes);
                        });
            }
        }
        return truth;
    }

    private Finding stageGateMet() {
        if (!(deal.course().stage() instanceof Fact.Known<Stage>(Stage stage, var ignored))) {
            return Finding.of(Truth.UNKNOWN, "stage");
        }
        List<Condition> gate = organisation.stageGates().getOrDefault(stage.key(), List.of());
        return gate.isEmpty() ? Finding.of(Truth.UNKNOWN, STAGE_GATES) : all(gate);
    }

    private List<Stakeholder> stakeholders() {
        return deal.buyers().stakeholders().asOptional().orElse(List.of());
    }

    private boolean older(Instant moment, int days) {
        return Duration.between(moment, at).compareTo(Duration.ofDays(days)) > 0;
    }

    /** The rep's local day; UTC if the rep's zone is not known. */
    private LocalDate today() {
        ZoneId zone = deal.rep().zone().asOptional().orElse(ZoneOffset.UTC);
        return at.atZone(zone).toLocalDate();
    }

    private Fact<?> fact(String key) {
        return field(key).in(deal);
    }

    private static DealField<?> field(String key) {
        return DealField.find(key).orElseThrow();
    }

    /** Unknown stays unknown; absent does not pass. */
    private static <T> Truth answer(Fact<T> fact, Predicate<? super T> test) {
        return fact.isUnknown() ? Truth.UNKNOWN : Truth.of(fact.is(test));
    }
}
