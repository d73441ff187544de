package nextbest.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import nextbest.money.Money;

/**
 * What came of one delivered recommendation, as far as is known now. A function of the set of facts: late, duplicated and
 * corrected facts in any order end in the same result, and a result may change when a fact does.
 */
public final class Attributor {
    /**
     * What came of it.
     *
     * @param disposition what the rep did
     * @param answered whether there is an answer
     * @param executed whether it was done
     * @param replied whether the buyer answered after it was done, within as long as an execution counts
     * @param advanced whether the deal moved to a later stage
     * @param won whether the deal was won
     * @param wonAmount what it was won for, if that is known
     * @param nextDue when something changes by time alone; empty if nothing does
     */
    public record Result(
            RepDisposition disposition,
            Observation answered,
            Observation executed,
            Observation replied,
            Observation advanced,
            Observation won,
            Optional<Money> wonAmount,
            Optional<Instant> nextDue) {}

    private static final Comparator<CourseEvent> BY_TIME = Comparator.comparing(CourseEvent::at)
            .thenComparing(CourseEvent::kind)
            .thenComparing(CourseEvent::stagePosition);

    private Attributor() {}

    /** Evaluates one exposure of a deal whose buyer was never heard of. */
    public static Result evaluate(
            Exposure exposure,
            Collection<Answer> answers,
            Collection<Instant> executions,
            Collection<CourseEvent> course,
            Instant now) {
        return evaluate(exposure, answers, executions, List.of(), course, now);
    }

    /**
     * Evaluates one exposure.
     *
     * @param answers what the rep said of it, without what was retracted
     * @param executions when the action was carried out on this deal, by whoever's account
     * @param replies when the buyer got in touch, in any order
     * @param course what happened to the deal, in any order
     * @param now business time
     */
    public static Result evaluate(
            Exposure exposure,
            Collection<Answer> answers,
            Collection<Instant> executions,
            Collection<Instant> replies,
            Collection<CourseEvent> course,
            Instant now) {
        Objects.requireNonNull(now, "now");
        Optional<Answer> current = Answers.current(answers);
        Observation answered = answered(exposure, current, now);
        Optional<Instant> done = done(exposure, current, executions);
        Observation executed = done.isPresent() ? Observation.YES : dueOr(now, exposure.executionDue());
        Observation replied = replied(exposure, done, executed, replies, now);
        Optional<CourseEvent> end = end(exposure, course);
        Observation advanced = advanced(exposure, course, end, now);
        Observation won = won(exposure, end, now);
        Optional<Money> amount = won == Observation.YES ? end.flatMap(CourseEvent::amount) : Optional.empty();
        return new Result(
                disposition(current, answered),
                answered,
                executed,
                replied,
                advanced,
                won,
                amount,
                nextDue(
                        exposure,
                        answered,
                        executed,
                        done.filter(at -> replied == Observation.PENDING),
                        advanced,
                        won));
    }

    private static Observation answered(Exposure exposure, Optional<Answer> current, Instant now) {
        if (current.isPresent() && current.get().disposition() != RepDisposition.VIEWED) {
            return Observation.YES;
        }
        if (now.isBefore(exposure.answerDue())) {
            return Observation.PENDING;
        }
        return exposure.answerNotObservable() ? Observation.NO_OBSERVATION : Observation.NO;
    }

    private static RepDisposition disposition(Optional<Answer> current, Observation answered) {
        return switch (answered) {
            case YES, PENDING, NO_OBSERVATION ->
                current.map(Answer::disposition).orElse(RepDisposition.NO_ANSWER);
            case NO -> RepDisposition.IGNORED;
        };
    }

    /** When it was first done within its window. */
    private static Optional<Instant> done(Exposure exposure, Optional<Answer> current, Collection<Instant> executions) {
        return Stream.concat(
                        executions.stream(),
                        current
                                .filter(answer -> answer.disposition() == RepDisposition.EXECUTED)
                                .map(Answer::at)
                                .stream())
                .filter(at -> within(exposure.deliveredAt(), at, exposure.executionDue()))
                .min(Comparator.naturalOrder());
    }

    private static Observation replied(
            Exposure exposure, Optional<Instant> done, Observation executed, Collection<Instant> replies, Instant now) {
        if (done.isEmpty()) {
            return executed;
        }
        boolean answered =
                replies.stream().anyMatch(at -> at.isAfter(done.get()) && at.isBefore(replyDue(exposure, done.get())));
        return answered ? Observation.YES : dueOr(now, replyDue(exposure, done.get()));
    }

    /** A buyer has as long to answer as a rep to do what is recommended. */
    private static Instant replyDue(Exposure exposure, Instant done) {
        return done.plus(Duration.between(exposure.deliveredAt(), exposure.executionDue()));
    }

    /** A lost deal does not move on any more: that is known at once, as a move is, and not only when the window closes. */
    private static Observation advanced(
            Exposure exposure, Collection<CourseEvent> course, Optional<CourseEvent> end, Instant now) {
        boolean moved = course.stream()
                .filter(event -> within(exposure.deliveredAt(), event.at(), exposure.advanceDue()))
                .anyMatch(event -> switch (event.kind()) {
                    case STAGE -> event.stagePosition() > exposure.stagePosition();
                    case WON -> true;
                    case LOST, REOPENED -> false;
                });
        if (moved) {
            return Observation.YES;
        }
        boolean lost =
                end.filter(event -> event.kind() == CourseEvent.Kind.LOST).isPresent();
        return lost ? Observation.NO : dueOr(now, exposure.advanceDue());
    }

    /** The last word within the window on whether the deal is closed: a reopening takes an earlier end back. */
    private static Optional<CourseEvent> end(Exposure exposure, Collection<CourseEvent> course) {
        List<CourseEvent> ends = new ArrayList<>(course.stream()
                .filter(event -> event.kind() != CourseEvent.Kind.STAGE)
                .filter(event -> within(exposure.deliveredAt(), event.at(), exposure.closeDue()))
                .toList());
        return ends.stream().max(BY_TIME).filter(event -> event.kind() != CourseEvent.Kind.REOPENED);
    }

    private static Observation won(Exposure exposure, Optional<CourseEvent> end, Instant now) {
        return end.map(event -> event.kind() == CourseEvent.Kind.WON ? Observation.YES : Observation.NO)
                .orElseGet(() -> dueOr(now, exposure.closeDue()));
    }

    private static Observation dueOr(Instant now, Instant due) {
        return now.isBefore(due) ? Observation.PENDING : Observation.NO;
    }

    private static boolean within(Instant opens, Instant at, Instant due) {
        return !at.isBefore(opens) && at.isBefore(due);
    }

    private static Optional<Instant> nextDue(
            Exposure exposure,
            Observation answered,
            Observation executed,
            Optional<Instant> unanswered,
            Observation advanced,
            Observation won) {
        return Stream.of(
                        due(answered, exposure.answerDue()),
                        due(executed, exposure.executionDue()),
                        unanswered.map(done -> replyDue(exposure, done)),
                        due(advanced, exposure.advanceDue()),
                        due(won, exposure.closeDue()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> due(Observation observation, Instant due) {
        return observation == Observation.PENDING ? Optional.of(due) : Optional.empty();
    }
}
