package nextbest.recommendation.grounding;

import java.util.Objects;

/**
 * Why a draft is not shown.
 *
 * @param where which sentence, for example {@code why 2}
 * @param reason for counting
 * @param offence the word or value that was objected to; may come from a buyer, so it goes into no log
 */
public record Objection(String where, Reason reason, String offence) {
    public Objection {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(offence, "offence");
    }

    /** What was wrong. */
    public enum Reason {
        /** No sentence, or a blank one. */
        EMPTY,
        /** Too many sentences, or too long ones. */
        TOO_LONG,
        /** It names an item that the dossier has not got, or none. */
        UNKNOWN_EVIDENCE,
        /** Control, invisible or other characters that text for a person does not need. */
        CHARACTERS,
        /** Markup, or characters of it. */
        MARKUP,
        /** An address of the web. */
        LINK,
        /** A mail address or a telephone number. */
        ADDRESS,
        /** A number that the evidence has not got, or with another unit. */
        NUMBER,
        PERCENTAGE,
        AMOUNT,
        DATE,
        /** A name, or another word with a capital letter, that the evidence has not got. */
        NAME,
        /** Quotation marks around something that nobody said. */
        QUOTE,
        /** A word with a meaning that the evidence has not got. */
        WORD,
        /** It says no where the evidence says yes, or the other way round. */
        NEGATION,
        /** It is surer than the evidence, or less sure. */
        CERTAINTY,
        /** It says 'all', 'always' or 'half' and the evidence does not. */
        QUANTITY,
        /** It makes one thing the cause of another. */
        CAUSE,
        /** It promises something. */
        PROMISE,
        /** Each word has a source, but no single piece of evidence says this. */
        CLAIM
    }
}
