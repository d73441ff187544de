package nextbest.store.drafting;

/**
 * What an organisation wants of drafting.
 *
 * @param switchedOn whether anything is sent to a model at all
 * @param withNames whether names of people, of the buyer and of the deal are sent as they are; otherwise placeholders
 * @param readNotes whether what people wrote down is read for signals, by the built-in reader and, if drafting is switched on, by
 *     the model
 * @param dailyBudgetMicros what may be spent per business day, in millionths of the currency in which the endpoint is paid; 0:
 *     nothing that costs
 */
public record DraftPolicy(boolean switchedOn, boolean withNames, boolean readNotes, long dailyBudgetMicros) {
    public DraftPolicy {
        if (dailyBudgetMicros < 0) {
            throw new IllegalArgumentException("a daily budget must be 0 or more, but is " + dailyBudgetMicros);
        }
    }

    /** On, with placeholders, notes read, 5 of the currency a day. */
    public static DraftPolicy standard() {
        return new DraftPolicy(true, false, true, 5_000_000);
    }
}
