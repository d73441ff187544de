package nextbest.model;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * Something changed in what is sold, so that what came of recommendations before tells less of what will come. From then on
 * earlier results count half: what is believed moves towards the prior, intervals widen, and more is tried.
 *
 * @param action key of the action that it is about; empty: all of them
 * @param firstMonth the first month whose results count in full, in months since 1970
 */
public record ProductNews(Optional<String> action, int firstMonth) {
    /** Results are kept by the month; news counts from the turn of the month that is nearest. */
    private static final int HALF_A_MONTH = 15;

    private static final int MONTHS = 12;

    public ProductNews {
        Objects.requireNonNull(action, "action");
    }

    /** News of a day. */
    public static ProductNews of(Optional<String> action, LocalDate day) {
        LocalDate turn = day.plusDays(HALF_A_MONTH);
        return new ProductNews(action, (turn.getYear() - 1970) * MONTHS + turn.getMonthValue() - 1);
    }
}
