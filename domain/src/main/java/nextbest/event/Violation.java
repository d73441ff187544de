package nextbest.event;

import java.util.Objects;

/**
 * Why a field was refused.
 *
 * @param field path of the field, for example {@code data.amount.currency}
 * @param seen what was there, cut to {@value #MAX_SEEN} characters
 * @param allowed what would have been accepted
 */
public record Violation(String field, String seen, String allowed) {
    /** Longer values are cut: an error must be readable, and a 10 MB field must not come back in it. */
    public static final int MAX_SEEN = 80;

    public Violation {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(allowed, "allowed");
        seen = cut(seen);
    }

    /** One sentence for people. */
    public String sentence() {
        return field + ": saw " + seen + ", allowed is " + allowed;
    }

    private static String cut(String seen) {
        String text = seen == null ? "nothing" : seen;
        if (text.length() <= MAX_SEEN) {
            return text;
        }
        return text.substring(0, MAX_SEEN - 1) + "… (" + text.length() + " characters)";
    }
}
