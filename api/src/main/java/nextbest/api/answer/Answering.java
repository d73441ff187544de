package nextbest.api.answer;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nextbest.api.Loops;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.event.Violation;
import nextbest.identity.CardId;
import nextbest.identity.RepId;
import nextbest.outcome.Answer;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.outcome.RepDisposition;
import nextbest.store.clock.BusinessTime;
import nextbest.store.decision.DecisionEntry;
import nextbest.store.feedback.AnswerResult;
import nextbest.store.security.Role;
import org.springframework.stereotype.Component;

/** Checks what a rep says, hands it to the deal's loop, and says clearly why it does not count where it does not. */
@Component
public final class Answering {
    /** Clocks of senders may be a little ahead of ours. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Loops loops;
    private final BusinessTime time;
    private final MeterRegistry meters;

    Answering(Loops loops, BusinessTime time, MeterRegistry meters) {
        this.loops = loops;
        this.time = time;
        this.meters = meters;
    }

    /**
     * An answer as it was said, not yet checked.
     *
     * @param id the sender's id of it
     * @param reason of dismissing or keeping back
     * @param at empty: now
     */
    public record Said(
            String id,
            int position,
            RepDisposition disposition,
            Optional<String> reason,
            Optional<String> overriddenBy,
            Optional<Instant> snoozedUntil,
            Optional<Instant> at) {}

    /**
     * Takes an answer in.
     *
     * @param decision that the caller may see
     * @param channel {@code api}, {@code page} or {@code mail}
     * @return {@link AnswerResult.Recorded} or {@link AnswerResult.Duplicate}
     * @throws Refusal if it does not count
     */
    public AnswerResult take(Caller caller, DecisionEntry decision, Said said, String channel) {
        Answer answer = checked(decision, said);
        Optional<RepId> by = caller.role() == Role.REP ? caller.rep() : Optional.empty();
        AnswerResult result = loops.answer(
                caller.tenant(),
                decision.subject(),
                answer,
                by,
                channel,
                by.map(RepId::toString).orElse("token " + caller.credential()));
        if (result instanceof AnswerResult.Refused refused) {
            count("refused", channel);
            throw refusal(refused, answer.id());
        }
        count(result instanceof AnswerResult.Recorded ? "recorded" : "duplicate", channel);
        return result;
    }

    private void count(String result, String channel) {
        meters.counter("nextbest.answers", "result", result, "channel", channel).increment();
    }

    private Answer checked(DecisionEntry decision, Said said) {
        Instant now = time.now();
        Instant at = said.at().orElse(now);
        List<Violation> violations = new ArrayList<>();
        if (at.isAfter(now.plus(TOLERANCE)) || at.isBefore(decision.at())) {
            violations.add(new Violation("at", at.toString(), decision.at() + " (the decision) to " + now + " (now)"));
        }
        boolean dismissed = said.disposition() == RepDisposition.DISMISSED;
        boolean keptBack = said.disposition() == RepDisposition.KEPT_BACK;
        Optional<DismissReason> dismissReason =
                dismissed ? reason(said.reason(), DismissReason.class, violations) : Optional.empty();
        Optional<KeepBackReason> keepBackReason =
                keptBack ? reason(said.reason(), KeepBackReason.class, violations) : Optional.empty();
        if (!dismissed && !keptBack) {
            said.reason()
                    .ifPresent(reason -> violations.add(new Violation(
                            "reason", reason, "nothing, because only DISMISSED and KEPT_BACK have a reason")));
        }
        needed(
                "overriddenBy",
                said.overriddenBy().isPresent(),
                said.disposition() == RepDisposition.OVERRIDDEN,
                "what was done instead",
                violations);
        needed(
                "snoozedUntil",
                said.snoozedUntil().isPresent(),
                said.disposition() == RepDisposition.SNOOZED,
                "when to ask again",
                violations);
        said.snoozedUntil()
                .filter(until -> !until.isAfter(at))
                .ifPresent(
                        until -> violations.add(new Violation("snoozedUntil", until.toString(), "later than " + at)));
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        return new Answer(
                said.id(),
                decision.id(),
                said.position(),
                said.disposition(),
                dismissReason,
                keepBackReason,
                said.overriddenBy(),
                said.snoozedUntil(),
                at);
    }

    private static void needed(String field, boolean there, boolean wanted, String what, List<Violation> violations) {
        if (wanted && !there) {
            violations.add(new Violation(field, "nothing", what));
        } else if (there && !wanted) {
            violations.add(new Violation(field, "a value", "nothing, because it does not belong to this disposition"));
        }
    }

    private static <E extends Enum<E>> Optional<E> reason(
            Optional<String> said, Class<E> type, List<Violation> violations) {
        Optional<E> found = said.flatMap(name -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst());
        if (found.isEmpty()) {
            violations.add(new Violation(
                    "reason",
                    said.orElse("nothing"),
                    "one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(Enum::name)
                                    .collect(Collectors.joining(", "))));
        }
        return found;
    }

    private static Refusal refusal(AnswerResult.Refused refused, String id) {
        Map<String, Object> current = refused.currentCard()
                .map((CardId card) -> Map.<String, Object>of("currentCard", card.toString()))
                .orElse(Map.of());
        return switch (refused.code()) {
            case "superseded" -> Refusal.with(ProblemKind.SUPERSEDED, refused.explanation(), current);
            case "expired" -> Refusal.with(ProblemKind.EXPIRED, refused.explanation(), current);
            case "not-delivered" -> Refusal.with(ProblemKind.NOT_DELIVERED, refused.explanation(), current);
            case "not-yours" -> Refusal.of(ProblemKind.FORBIDDEN, refused.explanation());
            case "reused-id" -> Refusal.invalid("id", id, "an id of its own for every answer");
            default -> Refusal.with(ProblemKind.CONFLICT, refused.explanation(), current);
        };
    }
}
