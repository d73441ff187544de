package nextbest.activities.drafting;

import java.time.Duration;
import java.util.Objects;
import nextbest.prompts.Prompt;

/** Something that answers prompts. It has no tools and no memory. */
public interface LanguageModel {
    /** Who answers, for the record. */
    String name();

    /**
     * Asks once.
     *
     * @param user the prompt's user part, filled
     * @throws Trouble if there is no answer that can be used
     */
    Answer ask(Prompt prompt, String user) throws Trouble;

    /**
     * An answer.
     *
     * @param text as it came
     * @param inputTokens as the endpoint counted them, or a guess
     */
    record Answer(String text, long inputTokens, long outputTokens, Duration latency) {
        public Answer {
            Objects.requireNonNull(text, "text");
        }
    }

    /** No usable answer. The message says what happened and nothing of what was sent or answered. */
    final class Trouble extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Cause cause;
        private final Duration retryAfter;

        public Trouble(Cause cause, String message) {
            this(cause, message, Duration.ZERO);
        }

        /** @param retryAfter how long the endpoint wants to be left alone; zero if it has not said */
        public Trouble(Cause cause, String message, Duration retryAfter) {
            super(message);
            this.cause = Objects.requireNonNull(cause, "cause");
            this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
        }

        public Cause kind() {
            return cause;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** Why there is no usable answer, sorted by what to do next. */
    enum Cause {
        RATE_LIMIT(Next.TRY_AGAIN),
        TIME_OUT(Next.TRY_AGAIN),
        SERVER_ERROR(Next.TRY_AGAIN),
        NOT_REACHED(Next.TRY_AGAIN),
        /** The breaker is open: others found the endpoint away. */
        LEFT_ALONE(Next.TRY_AGAIN),
        /** Empty, cut, or not what the schema says: the next answer may be better, once. */
        UNREADABLE(Next.TRY_ONCE_MORE),
        AUTHENTICATION(Next.GIVE_UP),
        BAD_REQUEST(Next.GIVE_UP),
        /** It speaks another language than OpenAI's. */
        NOT_COMPATIBLE(Next.GIVE_UP),
        REFUSED(Next.GIVE_UP),
        TOO_LONG(Next.GIVE_UP),
        OVER_BUDGET(Next.GIVE_UP);

        private final Next next;

        Cause(Next next) {
            this.next = next;
        }

        Next next() {
            return next;
        }

        /** For counting. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** What to do next. */
    enum Next {
        TRY_AGAIN,
        TRY_ONCE_MORE,
        /** The template text stands. */
        GIVE_UP
    }
}
