package nextbest.deal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.identity.SubjectId;
import nextbest.signal.BuyerSignal;

/**
 * All that is known of a deal at one moment, and nothing that was learned later. Lists hold only what had been said by
 * {@code asOf}.
 *
 * @param subject the deal
 * @param asOf the moment, in business time
 * @param course stage and timeline
 * @param amounts money
 * @param engagement activities, level and trend, next meeting
 * @param signals what the buyers said and did, in any order
 * @param needs pain points, features, tech stack, products, open objections
 * @param buyers stakeholders and competitors
 * @param qualification budget, timeline, reviews, contract, discount, demo
 * @param company the buyer's company
 * @param attempts earlier recommendations and what became of them
 * @param rep who owns the deal
 * @param resources people and content to draw on
 */
public record DealSnapshot(
        SubjectId subject,
        Instant asOf,
        Course course,
        Amounts amounts,
        Engagement engagement,
        Fact<List<BuyerSignal>> signals,
        Needs needs,
        Buyers buyers,
        Qualification qualification,
        Company company,
        Fact<List<Attempt>> attempts,
        RepProfile rep,
        Resources resources) {
    public DealSnapshot {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(amounts, "amounts");
        Objects.requireNonNull(engagement, "engagement");
        Objects.requireNonNull(signals, "signals");
        Objects.requireNonNull(needs, "needs");
        Objects.requireNonNull(buyers, "buyers");
        Objects.requireNonNull(qualification, "qualification");
        Objects.requireNonNull(company, "company");
        Objects.requireNonNull(attempts, "attempts");
        Objects.requireNonNull(rep, "rep");
        Objects.requireNonNull(resources, "resources");
        signals.asOptional().orElse(List.of()).forEach(signal -> notAfter(asOf, signal.at(), "signal " + signal.id()));
        attempts.asOptional()
                .orElse(List.of())
                .forEach(attempt -> notAfter(asOf, attempt.at(), "attempt " + attempt.candidate()));
        engagement
                .activities()
                .asOptional()
                .orElse(List.of())
                .forEach(activity -> notAfter(
                        asOf, activity.at(), "activity " + activity.kind().key()));
    }

    private static void notAfter(Instant asOf, Instant at, String what) {
        if (at.isAfter(asOf)) {
            throw new IllegalArgumentException(
                    "a snapshot as of " + asOf + " must not look ahead, but it has " + what + " of " + at);
        }
    }

    /** Starts a snapshot in which everything that is not said is unknown. */
    public static Builder about(SubjectId subject, Instant asOf) {
        return new Builder(subject, asOf);
    }

    /** A builder that starts with what this snapshot says. */
    public Builder toBuilder() {
        Builder copy = new Builder(subject, asOf);
        DealField.all().values().forEach(field -> copy.facts.put(field, field.in(this)));
        return copy;
    }

    /** What the deal's stage means; empty if the stage is not known. */
    public Optional<StageKind> stageKind() {
        return course.stage().asOptional().map(Stage::kind);
    }

    /** How long ago something was; negative if it lies ahead. */
    public Duration since(Instant moment) {
        return Duration.between(moment, asOf);
    }

    /** Collects facts; what is not said stays unknown. Not safe for use by several threads. */
    public static final class Builder {
        private final SubjectId subject;
        private final Instant asOf;
        private final Map<DealField<?>, Fact<?>> facts = new HashMap<>();
        private Provenance provenance;

        private Builder(SubjectId subject, Instant asOf) {
            this.subject = Objects.requireNonNull(subject, "subject");
            this.asOf = Objects.requireNonNull(asOf, "asOf");
            this.provenance = new Provenance("unnamed", "", asOf);
        }

        /** Who says what is said from here on. */
        public Builder from(Provenance source) {
            this.provenance = Objects.requireNonNull(source, "source");
            return this;
        }

        public <T> Builder known(DealField<T> field, T value) {
            return fact(field, Fact.known(value, provenance));
        }

        public Builder absent(DealField<?> field) {
            facts.put(field, Fact.absent(provenance));
            return this;
        }

        public <T> Builder fact(DealField<T> field, Fact<T> fact) {
            facts.put(field, fact);
            return this;
        }

        /** @throws IllegalArgumentException if a signal, activity or attempt lies after the moment of the snapshot */
        public DealSnapshot build() {
            return new DealSnapshot(
                    subject,
                    asOf,
                    new Course(
                            get(DealField.NAME),
                            get(DealField.STAGE),
                            get(DealField.CREATED_AT),
                            get(DealField.STAGE_SINCE),
                            get(DealField.CLOSE_DATE),
                            get(DealField.PROPOSED_CLOSE_DATE)),
                    new Amounts(get(DealField.AMOUNT), get(DealField.DISCOUNT_ASKED)),
                    new Engagement(
                            get(DealField.ACTIVITIES),
                            get(DealField.LAST_TOUCH),
                            get(DealField.ENGAGEMENT_LEVEL),
                            get(DealField.ENGAGEMENT_TREND),
                            get(DealField.NEXT_MEETING)),
                    get(DealField.SIGNALS),
                    new Needs(
                            get(DealField.PAIN_POINTS),
                            get(DealField.FEATURES),
                            get(DealField.TECH_STACK),
                            get(DealField.PRODUCTS),
                            get(DealField.OPEN_OBJECTIONS),
                            get(DealField.INTERESTS)),
                    new Buyers(get(DealField.STAKEHOLDERS), get(DealField.COMPETITORS)),
                    new Qualification(
                            get(DealField.BUDGET),
                            get(DealField.TIMELINE),
                            get(DealField.DECISION_PROCESS),
                            get(DealField.TECHNICAL_REVIEW),
                            get(DealField.SECURITY_REVIEW),
                            get(DealField.CONTRACT),
                            get(DealField.LEGAL_REVIEW),
                            get(DealField.DISCOUNT),
                            get(DealField.DEMO_HELD_AT)),
                    new Company(
                            get(DealField.COMPANY_NAME),
                            get(DealField.INDUSTRY),
                            get(DealField.EMPLOYEES),
                            get(DealField.COMPANY_SIZE),
                            get(DealField.REGION)),
                    get(DealField.ATTEMPTS),
                    new RepProfile(
                            get(DealField.REP),
                            get(DealField.REP_NAME),
                            get(DealField.REP_SKILLS),
                            get(DealField.REP_ZONE),
                            get(DealField.REP_HOURS),
                            get(DealField.REP_ABSENCES),
                            get(DealField.REP_CAPACITY),
                            get(DealField.MANAGER),
                            get(DealField.MANAGER_NAME),
                            get(DealField.DESK),
                            get(DealField.REP_SINCE)),
                    new Resources(
                            get(DealField.SOLUTIONS_ENGINEERS), get(DealField.EXECUTIVES), get(DealField.ASSETS)));
        }

        /** The fact under a field; safe because only {@link #known}, {@link #absent} and {@link #fact} write the map. */
        @SuppressWarnings("unchecked")
        private <T> Fact<T> get(DealField<T> field) {
            Fact<?> fact = facts.get(field);
            return fact == null ? Fact.unknown() : (Fact<T>) fact;
        }
    }
}
