package nextbest.learning.bandit;

import java.util.List;

/**
 * How much of what was learned still counts: it fades with time, and halves at a break, when what the results were about has
 * changed. Applied when sums are read; the sums themselves forget nothing, so a break can be taken back.
 *
 * @param halfLife periods after which an event counts half; infinite for no fading
 * @param breaks each halves what came before it once more
 */
public record Retention(double halfLife, List<Break> breaks) {
    /** Everything counts for ever. */
    public static final Retention FULL = new Retention(Double.POSITIVE_INFINITY, List.of());

    /** Breaks beyond this many change nothing more: a thousandth is left. */
    private static final int MOST_BREAKS = 10;

    public Retention {
        if (!(halfLife > 0)) {
            throw new IllegalArgumentException("half-life must be > 0 periods, but is " + halfLife);
        }
        breaks = List.copyOf(breaks);
    }

    /**
     * From a period on, earlier results tell half as much.
     *
     * @param action index of the action it is about; {@link #ALL} for every one
     * @param period the first period in which results count in full
     */
    public record Break(int action, int period) {
        /** In place of an action: all of them. */
        public static final int ALL = -1;
    }

    /** Fading alone. */
    public static Retention of(double halfLife) {
        return new Retention(halfLife, List.of());
    }

    /** The factor, in (0, 1], of an action's results of a period; a break further off than the next period is not known yet. */
    double keep(int action, int period, int asOf) {
        double keep = Double.isInfinite(halfLife) ? 1 : Math.pow(0.5, (asOf - period) / halfLife);
        int met = 0;
        for (Break one : breaks) {
            boolean meant = one.action() == Break.ALL || one.action() == action;
            met += meant && period < one.period() && one.period() <= asOf + 1 ? 1 : 0;
        }
        return keep * Math.pow(0.5, Math.min(met, MOST_BREAKS));
    }
}
