package nextbest.learning.bandit;

/**
 * Chooses how fast to forget, by asking which half-life would have foreseen the last periods best. Each period is
 * predicted by models read from the sums of the periods before it, one per half-life; the log loss of each is remembered
 * with weight {@value #MEMORY} per period. Forgetting costs evidence where nothing drifts, so a finite half-life is used
 * only while it is ahead by more than {@value #LEAD} nats.
 */
final class Forgetting {
    static final double[] HALF_LIVES = {Double.POSITIVE_INFINITY, 4, 1};
    private static final double MEMORY = 0.7;
    private static final double LEAD = 5;

    private final double[] loss = new double[HALF_LIVES.length];
    private int chosen;

    /** Accounts for a finished period: the summed log loss of each half-life's predictions on it. */
    void account(double[] lossOfPeriod) {
        int best = 0;
        for (int h = 0; h < loss.length; h++) {
            loss[h] = MEMORY * loss[h] + lossOfPeriod[h];
            if (loss[h] < loss[best]) {
                best = h;
            }
        }
        chosen = loss[0] - loss[best] > LEAD ? best : 0;
    }

    /** The half-life in force, in periods. */
    double halfLife() {
        return HALF_LIVES[chosen];
    }
}
