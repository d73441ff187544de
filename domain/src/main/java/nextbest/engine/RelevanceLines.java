package nextbest.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.Category;
import nextbest.catalogue.ImpactClass;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Meeting;
import nextbest.deal.PainPoint;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Evidence;
import nextbest.recommendation.SubFactor;
import nextbest.signal.BuyerSignal;

/** What moves the five lines of relevance. */
final class RelevanceLines {
    /** A trigger that is older than this has lost some of its force; older than twice this, more. */
    static final Duration FRESH = Duration.ofDays(7);

    private RelevanceLines() {}

    static void move(Reading reading, Proposal proposal, Moves moves) {
        stage(reading, proposal.action(), moves);
        painPoints(reading.deal(), proposal.action(), moves);
        stakeholder(reading, proposal, moves);
        industry(reading.deal(), proposal, moves);
        timing(reading, proposal, moves);
    }

    /** A deal that stays in its stage for much longer than won deals did needs what moves it on. */
    private static void stage(Reading reading, ActionType action, Moves moves) {
        boolean movesOn = action.impact() == ImpactClass.STAGE_ADVANCE || action.impact() == ImpactClass.ACCELERATION;
        Optional<Instant> since = reading.deal().course().stageSince().asOptional();
        Optional<Integer> usual = reading.evidence().similar().stream()
                .flatMap(similar -> similar.medianDaysInStageWon().stream())
                .findFirst();
        if (!movesOn || since.isEmpty() || usual.isEmpty()) {
            return;
        }
        long days = Duration.between(since.get(), reading.at()).toDays();
        if (days * 2 > usual.get() * 3L) {
            moves.add(
                    SubFactor.STAGE_ALIGNMENT,
                    400,
                    Evidences.fact(
                            reading.deal(),
                            DealField.STAGE_SINCE,
                            "evidence.stage-stalled",
                            Map.of("days", Argument.count(days), "usual", Argument.count(usual.get()))));
        }
    }

    /** Pain points count by what they are about; one of which nobody said what it is about says nothing here. */
    private static void painPoints(DealSnapshot deal, ActionType action, Moves moves) {
        SortedSet<String> answered = action.relevance().pains();
        SortedSet<String> tags = new TreeSet<>();
        for (PainPoint pain : deal.needs().painPoints().asOptional().orElse(List.of())) {
            tags.addAll(pain.tags());
        }
        if (answered.isEmpty() || tags.isEmpty()) {
            return;
        }
        SortedSet<String> both = new TreeSet<>(tags);
        both.retainAll(answered);
        Evidence evidence = Evidences.fact(
                deal,
                DealField.PAIN_POINTS,
                both.isEmpty() ? "evidence.pain-not-answered" : "evidence.pain-answered",
                Map.of("pains", Argument.words(String.join(", ", both.isEmpty() ? tags : both))));
        moves.addAbout(SubFactor.PAIN_POINT_ALIGNMENT, both.isEmpty() ? -200 : 500, evidence);
    }

    private static void stakeholder(Reading reading, Proposal proposal, Moves moves) {
        SortedSet<StakeholderRole> meant = proposal.action().relevance().roles();
        if (meant.isEmpty() || reading.stakeholders().isEmpty()) {
            return;
        }
        Optional<Stakeholder> contact = proposal.contact();
        if (contact.isPresent()) {
            if (!contact.get().roles().isEmpty()) {
                boolean fits = meant.stream().anyMatch(contact.get()::isA);
                moves.addAbout(
                        SubFactor.STAKEHOLDER_ALIGNMENT,
                        fits ? 500 : -400,
                        people(
                                reading.deal(),
                                fits ? "evidence.right-person" : "evidence.other-person",
                                Map.of("contact", Argument.words(contact.get().name()))));
            }
            return;
        }
        Optional<Stakeholder> engaged = reading.stakeholders().stream()
                .filter(person -> person.engaged().is(yes -> yes))
                .filter(person -> meant.stream().anyMatch(person::isA))
                .findFirst();
        engaged.ifPresent(person -> moves.add(
                SubFactor.STAKEHOLDER_ALIGNMENT,
                300,
                people(reading.deal(), "evidence.role-engaged", Map.of("contact", Argument.words(person.name())))));
    }

    private static Evidence people(DealSnapshot deal, String key, Map<String, Argument> arguments) {
        return Evidences.fact(deal, DealField.STAKEHOLDERS, key, arguments);
    }

    private static void industry(DealSnapshot deal, Proposal proposal, Moves moves) {
        Optional<String> industry = deal.company().industry().asOptional();
        if (industry.isEmpty()) {
            return;
        }
        Map<String, Argument> named = Map.of("industry", Argument.words(industry.get()));
        SortedSet<String> meant = proposal.action().relevance().industries();
        if (!meant.isEmpty()) {
            boolean fits = Proposals.has(meant, industry.get());
            moves.add(
                    SubFactor.INDUSTRY_ALIGNMENT,
                    fits ? 500 : -500,
                    Evidences.fact(
                            deal,
                            DealField.INDUSTRY,
                            fits ? "evidence.industry-fits" : "evidence.industry-other",
                            named));
        }
        proposal.asset().filter(asset -> !asset.industries().isEmpty()).ifPresent(asset -> {
            boolean fits = Proposals.has(asset.industries(), industry.get());
            moves.addAbout(
                    SubFactor.INDUSTRY_ALIGNMENT,
                    fits ? 500 : -500,
                    Evidences.fact(
                            deal,
                            DealField.INDUSTRY,
                            fits ? "evidence.asset-for-industry" : "evidence.asset-for-other-industry",
                            Map.of(
                                    "industry",
                                    Argument.words(industry.get()),
                                    "asset",
                                    Argument.words(asset.title()))));
        });
    }

    private static void timing(Reading reading, Proposal proposal, Moves moves) {
        List<BuyerSignal> signals = proposal.calling().signals();
        if (!signals.isEmpty()) {
            BuyerSignal youngest = signals.getFirst();
            Duration age = Duration.between(youngest.at(), reading.at());
            if (age.compareTo(FRESH) > 0) {
                moves.addAbout(
                        SubFactor.TIMING_ALIGNMENT,
                        age.compareTo(FRESH.multipliedBy(2)) > 0 ? -400 : -200,
                        Evidences.signal(youngest));
            }
        }
        Category category = proposal.action().category();
        if (category == Category.CONTENT || category == Category.ENGAGEMENT) {
            soon(reading, Duration.ofDays(3))
                    .ifPresent(meeting -> moves.add(
                            SubFactor.TIMING_ALIGNMENT,
                            250,
                            Evidences.fact(
                                    reading.deal(),
                                    DealField.NEXT_MEETING,
                                    "evidence.next-meeting",
                                    Map.of("at", Argument.moment(meeting.at())))));
        }
    }

    /** The next meeting, if it lies ahead and no further than this. */
    static Optional<Meeting> soon(Reading reading, Duration within) {
        return reading.deal()
                .engagement()
                .nextMeeting()
                .asOptional()
                .filter(meeting -> meeting.at().isAfter(reading.at())
                        && !meeting.at().isAfter(reading.at().plus(within)));
    }
}
