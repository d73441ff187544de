package nextbest.store.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import nextbest.deal.StageKind;

/**
 * A past whose truth is known. Deals of large companies move on more slowly and get the action more often, so that who got it
 * is no matter of chance; inside a size it is.
 *
 * @param deals how many
 * @param speedUp by how much the action multiplies the rate at which a deal moves on; 1: it does nothing
 */
record SimulatedPast(int deals, double speedUp) {
    static final String ACTION = "offer-pilot";
    static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final double DAY = 86_400;

    PastDeals of(int seed) {
        Random random = new Random(seed);
        Codes codes = new Codes();
        HistoryBlock.Builder block = new HistoryBlock.Builder();
        int stage = codes.code(HistoryLoader.stageText("proposal"));
        int kind = codes.code(HistoryLoader.kindText(StageKind.PROPOSAL));
        int segment = codes.code(HistoryLoader.segmentText("any/any"));
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < deals; i++) {
            ids.add(new UUID(seed, random.nextLong() & Long.MAX_VALUE));
        }
        ids.sort((a, b) -> Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits()));
        long now = NOW.getEpochSecond();
        for (UUID id : ids) {
            boolean large = random.nextBoolean();
            int size = codes.code(HistoryLoader.sizeText(large ? "large" : "small"));
            long entered = now - (long) (random.nextDouble() * 400 * DAY);
            double advanceRate = (large ? 1 / 90.0 : 1 / 30.0) * (0.5 + random.nextDouble());
            double loseRate = 1 / 80.0;
            double action = exponential(large ? 1 / 40.0 : 1 / 120.0, random);
            double advance = exponential(advanceRate, random);
            if (advance > action) {
                // from the action on, the time that is left runs faster
                advance = action + (advance - action) / speedUp;
            }
            double lose = exponential(loseRate, random);
            double end = Math.min(advance, lose);
            long left = entered + (long) (end * DAY);
            boolean open = left > now;
            int by = open ? HistoryBlock.STAYS : advance < lose ? HistoryBlock.ADVANCED : HistoryBlock.LOST;
            block.deal(id, entered, Codes.NONE, size, Codes.NONE, segment);
            block.visit(
                    stage, entered, entered, open ? HistoryBlock.NEVER : left, open ? HistoryBlock.NEVER : left, by);
            if (action < end) {
                long at = entered + (long) (action * DAY);
                block.act(codes.code(HistoryLoader.actionText(ACTION)), at, at, false);
            }
            long closed = open ? HistoryBlock.NEVER : left;
            block.end(closed, closed, by == HistoryBlock.ADVANCED, Codes.NONE, Codes.NONE);
        }
        return PastDeals.of(block.build(), codes, new HashMap<>(Map.of(stage, kind)));
    }

    private static double exponential(double rate, Random random) {
        return -Math.log(1 - random.nextDouble()) / rate;
    }
}
