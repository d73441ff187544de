package nextbest.store.security;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;

/**
 * What a link in a mail lets its holder do: give one answer about one place of one card, once, until it expires.
 *
 * @param position 1 for the main recommendation, 2 or 3 for an alternative
 * @param rep whose answer it is
 * @param expires business time, whole seconds
 */
public record AnswerLink(
        TenantId tenant, CardId card, DecisionId decision, int position, Kind kind, RepId rep, Instant expires) {
    /** The answer; what else it needs (a reason, a day) is asked on the page. */
    public enum Kind {
        ACCEPT('a'),
        DISMISS('d'),
        KEEP_BACK('k'),
        SNOOZE('s'),
        OVERRIDE('o');

        private final byte letter;

        Kind(char letter) {
            this.letter = (byte) letter;
        }

        /** How the kind is written in a token: mails live longer than the order of these names. */
        byte letter() {
            return letter;
        }

        static Kind ofLetter(byte letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of answer has the letter " + letter);
        }
    }

    public AnswerLink {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(card, "card");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(rep, "rep");
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
        if (position < 1 || position > 3) {
            throw new IllegalArgumentException(
                    "position is 1 for the main recommendation, 2 or 3 for an alternative, but is " + position);
        }
    }
}
