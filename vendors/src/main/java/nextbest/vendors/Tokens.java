package nextbest.vendors;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps what exchanges of tokens bring, so that all processes of an installation use the same one and only one of them asks for
 * a new one at a time: some vendors revoke the old token at once, and some let nobody ask twice within a minute.
 */
public interface Tokens {
    /**
     * What a vendor gave.
     *
     * @param refresh what the next exchange needs; empty where the credentials themselves are enough
     * @param until real time from which it is not used any more
     */
    record Token(String access, Optional<String> refresh, Instant until) {
        /** Secrets are not printed. */
        @Override
        public String toString() {
            return "Token[until=" + until + "]";
        }
    }

    /**
     * The token to use.
     *
     * @param refused one that the vendor has just said no to, so that it is not given again; empty: none
     * @param exchange asks the vendor for a new one, given the refresh token of the last; called by one process at a time, and
     *     what it brings is kept before it is used
     */
    String current(Optional<String> refused, Function<Optional<String>, Token> exchange);

    /** Tokens of one process that are forgotten with it: for tests, and for a look before anything is kept. */
    static Tokens inMemory(java.time.InstantSource real) {
        return new Tokens() {
            private Token kept;

            @Override
            public synchronized String current(Optional<String> refused, Function<Optional<String>, Token> exchange) {
                boolean usable = kept != null
                        && real.instant().isBefore(kept.until())
                        && !refused.equals(Optional.of(kept.access()));
                if (!usable) {
                    kept = exchange.apply(Optional.ofNullable(kept).flatMap(Token::refresh));
                }
                return kept.access();
            }
        };
    }
}
