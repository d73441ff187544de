package nextbest.portfolio;

import java.util.List;

/** What is expected of a client: never a bare number, always with how many cases stand behind it and an interval. */
public final class Forecast {
    private Forecast() {}

    /**
     * A chance.
     *
     * @param value 0 to 1
     * @param low and high: 95 % interval (Wilson) of the share that came true among cases that had about this chance, in a
     *     period that the model had not seen
     * @param n how many such cases there were
     */
    public record Chance(double value, double low, double high, int n) {
        /** Rejects what is no chance. */
        public Chance {
            if (!(value >= 0 && value <= 1 && low <= high && low >= 0 && high <= 1 && n >= 0)) {
                throw new IllegalArgumentException("expected 0 <= low <= high <= 1 and 0 <= chance <= 1, but got "
                        + value + " (" + low + " to " + high + ", n = " + n + ")");
            }
        }
    }

    /**
     * What a client is expected to spend in a year.
     *
     * @param amount in units of the currency
     * @param low and high: 80 % interval
     * @param orders how many days with orders stand behind it
     */
    public record Value(double amount, double low, double high, int orders) {}

    /**
     * How long a client has been silent, against its own habit.
     *
     * @param silentDays since the last order
     * @param usualDays between two orders; 0 for clients with one
     * @param ordersLately in the last period
     * @param ordersBefore in the period before
     */
    public record Decay(long silentDays, double usualDays, int ordersLately, int ordersBefore) {}

    /**
     * How well chances came true in the last period, by a model that had seen nothing of it.
     *
     * @param n cases
     * @param happened how many came true
     * @param predicted how many were expected
     * @param brier mean squared error; {@code brierOfRate} that of saying the share of all cases each time
     * @param calibrationError weighted mean of |observed - predicted| over bins
     * @param bins by ascending chance
     */
    public record Quality(
            int n,
            int happened,
            double predicted,
            double brier,
            double brierOfRate,
            double calibrationError,
            List<Bin> bins) {
        /** Defensive copy. */
        public Quality {
            bins = List.copyOf(bins);
        }
    }

    /**
     * Cases with about the same chance.
     *
     * @param predicted mean chance
     * @param observed share that came true
     */
    public record Bin(int n, double predicted, double observed) {}
}
