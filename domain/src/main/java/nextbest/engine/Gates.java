package nextbest.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Condition;
import nextbest.catalogue.Finding;
import nextbest.catalogue.OrganisationFact;
import nextbest.catalogue.ParameterKind;
import nextbest.catalogue.Truth;
import nextbest.deal.Absence;
import nextbest.deal.Attempt;
import nextbest.deal.DealField;
import nextbest.deal.ProductInterest;
import nextbest.deal.ResourceKind;
import nextbest.outcome.RepDisposition;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.Rule;
import nextbest.recommendation.Text;
import nextbest.recommendation.Verdict;

/**
 * The three gates before the competition: eligible (hard rules), applicable (something calls for it, and it can be said and
 * done), suitable (for this rep and this buyer, now). The first rule that fails decides; it is the why-not.
 */
final class Gates {
    private final Reading reading;

    Gates(Reading reading) {
        this.reading = reading;
    }

    /** The rule that keeps the proposal out; empty if it passes all gates. */
    Optional<Verdict> firstRefusal(Proposal proposal) {
        return eligible(proposal)
                .or(() -> called(proposal))
                .or(() -> sayable(proposal))
                .or(() -> suitable(proposal));
    }

    /** The same without asking whether anything calls for it: for the stage's default. */
    Optional<Verdict> firstRefusalUncalled(Proposal proposal) {
        return eligible(proposal).or(() -> sayable(proposal)).or(() -> suitable(proposal));
    }

    private Optional<Verdict> eligible(Proposal proposal) {
        ActionType action = proposal.action();
        if (reading.isClosed()) {
            return refuse(Rule.DEAL_CLOSED, Map.of(), Evidences.plainFact(reading.deal(), "stage"));
        }
        if (proposal.calling().baseline().isEmpty() && proposal.calling().potential() == 0) {
            return refuse(Rule.STAGE_NOT_MEANT, Map.of());
        }
        for (Condition condition : action.prerequisites()) {
            Finding finding = reading.conditions().check(condition);
            if (finding.truth() == Truth.NO) {
                return Optional.of(new Verdict(
                        Rule.PREREQUISITE_NOT_MET, Text.of(key(Rule.PREREQUISITE_NOT_MET)), evidence(finding)));
            }
        }
        Optional<Rule> closed =
                proposal.interest().flatMap(ProductInterest::closed).map(Gates::rule);
        if (closed.isPresent()) {
            return refuse(closed.get(), Map.of(), Evidences.plainFact(reading.deal(), "interests"));
        }
        Optional<Attempt> done = doneRecently(proposal);
        if (done.isPresent()) {
            return refuse(
                    Rule.DONE_RECENTLY,
                    Map.of("at", Argument.moment(done.get().at()), "days", Argument.count(action.repeatDays())),
                    Evidences.plainFact(reading.deal(), "attempts"));
        }
        if (!proposal.calling().fires() && !proposal.calling().expired().isEmpty()) {
            Finding finding = proposal.calling().expired().values().iterator().next();
            return Optional.of(new Verdict(
                    Rule.TRIGGER_EXPIRED,
                    Text.of(key(Rule.TRIGGER_EXPIRED), Map.of("days", Argument.count(action.expiryDays()))),
                    evidence(finding)));
        }
        return Optional.empty();
    }

    private static Rule rule(ProductInterest.Closed closed) {
        return switch (closed) {
            case REFUSED -> Rule.PRODUCT_REFUSED;
            case SHOWN -> Rule.PRODUCT_SHOWN;
            case KEPT_BACK -> Rule.PRODUCT_KEPT_BACK;
            case ACCEPTED -> Rule.PRODUCT_ACCEPTED;
            case WITHDRAWN -> Rule.PRODUCT_WITHDRAWN;
        };
    }

    private Optional<Verdict> called(Proposal proposal) {
        return switch (proposal.calling().truth()) {
            case YES -> Optional.empty();
            case NO -> refuse(Rule.TRIGGER_ABSENT, Map.of());
            case UNKNOWN ->
                refuse(
                        Rule.TRIGGER_UNKNOWN,
                        Map.of(
                                "fields",
                                Argument.words(
                                        String.join(", ", proposal.calling().unknown()))));
        };
    }

    private Optional<Verdict> sayable(Proposal proposal) {
        if (proposal.title().isEmpty()) {
            String missing = String.join(
                    " ",
                    proposal.missing().stream().map(ParameterKind::spelling).toList());
            return refuse(Rule.PARAMETER_UNKNOWN, Map.of("parameters", Argument.words(missing)));
        }
        for (OrganisationFact fact : proposal.action().requirements().organisation()) {
            if (!reading.organisation().has(fact)) {
                return refuse(
                        Rule.ORGANISATION_FACT_MISSING, Map.of("fact", Argument.message("organisation." + fact.key())));
            }
        }
        if (proposal.action().requirements().asset().isNeeded()
                && proposal.asset().isEmpty()) {
            return refuse(
                    Rule.CONTENT_GAP,
                    Map.of(
                            "kind",
                            Argument.message("asset."
                                    + proposal.action().requirements().asset().kind())));
        }
        return Optional.empty();
    }

    private Optional<Verdict> suitable(Proposal proposal) {
        SelectionPolicy policy = reading.policy();
        if (policy.switchedOff().contains(proposal.key())
                || policy.switchedOff().contains(proposal.action().key())) {
            return refuse(Rule.SWITCHED_OFF, Map.of());
        }
        if (proposal.contact()
                .filter(person -> person.mayContact().is(may -> !may))
                .isPresent()) {
            return refuse(
                    Rule.NO_CONSENT,
                    Map.of("contact", Argument.words(proposal.contact().get().name())),
                    Evidences.plainFact(reading.deal(), "stakeholders"));
        }
        boolean away = reading.deal().rep().absences().asOptional().orElse(List.of()).stream()
                .anyMatch((Absence absence) -> absence.covers(reading.today()));
        if (away) {
            return refuse(Rule.REP_ABSENT, Map.of(), Evidences.plainFact(reading.deal(), "rep-absences"));
        }
        for (ResourceKind kind : proposal.action().requirements().resources()) {
            if (reading.deal().resources().free(kind).isAbsent()
                    || reading.deal().resources().free(kind).is(free -> free == 0)) {
                return refuse(
                        Rule.RESOURCE_NOT_AVAILABLE,
                        Map.of("resource", Argument.message("resource." + kind.key())),
                        Evidences.plainFact(reading.deal(), fieldOf(kind).key()));
            }
        }
        // Compliance outranks what the rep would rather not do, and the rep's calendar.
        return isMandatory(proposal) ? Optional.empty() : welcome(proposal);
    }

    private Optional<Verdict> welcome(Proposal proposal) {
        Optional<Attempt> suppressing = reading.deal().attempts().asOptional().orElse(List.of()).stream()
                .filter(attempt -> attempt.candidate().equals(proposal.key()) && isSuppressed(attempt, reading.at()))
                .findFirst();
        if (suppressing.isPresent()) {
            return refuse(
                    Rule.SUPPRESSED,
                    Map.of(
                            "what",
                            Argument.message("rep-disposition."
                                    + suppressing.get().state().name()),
                            "at",
                            Argument.moment(suppressing.get().at())),
                    Evidences.plainFact(reading.deal(), "attempts"));
        }
        int effort = proposal.action().requirements().effortMinutes();
        Optional<Integer> capacity = reading.deal().rep().capacityMinutes().asOptional();
        if (capacity.filter(minutes -> effort > minutes).isPresent()) {
            return refuse(
                    Rule.NO_CAPACITY,
                    Map.of("effort", Argument.count(effort), "capacity", Argument.count(capacity.get())),
                    Evidences.plainFact(reading.deal(), "rep-capacity"));
        }
        return Optional.empty();
    }

    boolean isMandatory(Proposal proposal) {
        return proposal.action().mandatory()
                || reading.organisation().mandatory().contains(proposal.action().key());
    }

    /**
     * Whether an earlier answer still keeps the same candidate away: dismissed, kept back or snoozed, and the time that goes
     * with it is not over. Where no time was recorded, nothing is kept away for good by silence.
     */
    static boolean isSuppressed(Attempt attempt, Instant at) {
        boolean refused = switch (attempt.state()) {
            case DISMISSED, KEPT_BACK, SNOOZED -> true;
            case NO_ANSWER, VIEWED, ACCEPTED, OVERRIDDEN, EXECUTED, IGNORED -> false;
        };
        return refused && (attempt.until().isAbsent() || attempt.until().is(until -> until.isAfter(at)));
    }

    /** An action that comes once per competitor or objection counts per candidate; any other counts as a whole. */
    private Optional<Attempt> doneRecently(Proposal proposal) {
        int days = proposal.action().repeatDays();
        if (days == 0) {
            return Optional.empty();
        }
        boolean perCandidate = proposal.action().per().isPresent();
        return reading.deal().attempts().asOptional().orElse(List.of()).stream()
                .filter(attempt -> perCandidate
                        ? attempt.candidate().equals(proposal.key())
                        : attempt.action().equals(proposal.action().key()))
                .filter(attempt -> attempt.state() == RepDisposition.EXECUTED
                        || attempt.reason().is("ALREADY_DONE"::equals))
                .filter(attempt -> Duration.between(attempt.at(), reading.at()).compareTo(Duration.ofDays(days)) < 0)
                .findFirst();
    }

    private static DealField<?> fieldOf(ResourceKind kind) {
        return switch (kind) {
            case SOLUTIONS_ENGINEER -> DealField.SOLUTIONS_ENGINEERS;
            case EXECUTIVE -> DealField.EXECUTIVES;
        };
    }

    private List<Evidence> evidence(Finding finding) {
        List<Evidence> evidence = new java.util.ArrayList<>();
        finding.signals().forEach(signal -> evidence.add(Evidences.signal(signal)));
        finding.fields().forEach(field -> evidence.add(Evidences.plainFact(reading.deal(), field)));
        return evidence;
    }

    private static String key(Rule rule) {
        return "rule." + rule.key();
    }

    private static Optional<Verdict> refuse(Rule rule, Map<String, Argument> arguments, Evidence... evidence) {
        return Optional.of(new Verdict(rule, Text.of(key(rule), arguments), List.of(evidence)));
    }
}
