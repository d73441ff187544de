package nextbest.workflows.digest;

/**
 * All that a rep's digests remember.
 *
 * @param next when the next one goes out, null if that is still to be asked
 * @param paused whether a person holds it
 * @param emptyDays how many digest days in a row nothing had waited
 * @param sent how many digests went out so far
 */
public record RepDigestState(DigestTime next, boolean paused, int emptyDays, long sent) {
    static RepDigestState initial() {
        return new RepDigestState(null, false, 0, 0);
    }

    RepDigestState withNext(DigestTime time) {
        return new RepDigestState(time, paused, emptyDays, sent);
    }

    RepDigestState withPaused(boolean hold) {
        return new RepDigestState(next, hold, emptyDays, sent);
    }

    RepDigestState withCardWaiting() {
        return new RepDigestState(next, paused, 0, sent);
    }

    RepDigestState after(DigestResult result) {
        boolean empty = result.cards() == 0 && result.waiting() == 0;
        return new RepDigestState(next, paused, empty ? emptyDays + 1 : 0, sent + (result.cards() > 0 ? 1 : 0));
    }
}
