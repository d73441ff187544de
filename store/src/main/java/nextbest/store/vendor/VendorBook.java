package nextbest.store.vendor;

import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;

/**
 * All that is kept about systems outside.
 *
 * @param connections how they are reached
 * @param tokens what they gave us to come in with
 * @param limiter how much we ask of them
 * @param calls their webhooks
 * @param positions how far they were read
 * @param tasks what we wrote there
 * @param records deals that we change there
 * @param disagreements where systems say different things of one deal
 * @param talks calls that were recorded there
 * @param traces what speaks for a call belonging to a deal
 */
public record VendorBook(
        VendorConnections connections,
        VendorTokens tokens,
        Limiter limiter,
        VendorCalls calls,
        VendorPositions positions,
        VendorTasks tasks,
        VendorRecords records,
        Disagreements disagreements,
        VendorTalks talks,
        TalkTraces traces) {

    public static VendorBook on(Database database, BusinessTime time) {
        return new VendorBook(
                new VendorConnections(database, time),
                new VendorTokens(database, time),
                new Limiter(database, time),
                new VendorCalls(database, time),
                new VendorPositions(database, time),
                new VendorTasks(database, time),
                new VendorRecords(database),
                new Disagreements(database),
                new VendorTalks(database, time),
                new TalkTraces(database));
    }
}
