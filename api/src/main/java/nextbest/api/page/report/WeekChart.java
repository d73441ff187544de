package nextbest.api.page.report;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nextbest.api.page.Share;
import nextbest.store.report.Trend;

/**
 * The share of recommendations that reps took up, week by week, as the points of a drawing 600 wide and 150 high. The table
 * beside it says the same in numbers.
 *
 * @param line points of the share
 * @param band outline of its 95 % interval
 * @param top the share at the upper edge, in percent
 * @param marks one per week
 */
public record WeekChart(String line, String band, int top, List<Mark> marks) {
    private static final double WIDTH = 600;
    private static final double HEIGHT = 150;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);

    /**
     * One week.
     *
     * @param share in percent, with its interval; -1 if nothing was delivered
     * @param labelled whether there is room for its day below the drawing
     */
    public record Mark(
            String x,
            String y,
            String day,
            long delivered,
            long accepted,
            int share,
            int low,
            int high,
            boolean labelled) {}

    static WeekChart of(List<Trend.Week> weeks) {
        double highest = 0.1;
        for (Trend.Week week : weeks) {
            highest = Math.max(highest, upper(week));
        }
        int top = (int) Math.min(100, Math.ceil(highest * 10) * 10);
        StringBuilder line = new StringBuilder();
        StringBuilder over = new StringBuilder();
        StringBuilder under = new StringBuilder();
        List<Mark> marks = new ArrayList<>();
        int every = Math.max(1, (weeks.size() + 7) / 8);
        for (int i = 0; i < weeks.size(); i++) {
            Trend.Week week = weeks.get(i);
            double x = weeks.size() == 1 ? WIDTH / 2 : WIDTH * i / (weeks.size() - 1);
            double share = (double) week.accepted() / week.delivered();
            line.append(point(x, y(share, top)));
            over.append(point(x, y(upper(week), top)));
            under.insert(0, point(x, y(lower(week), top)));
            marks.add(new Mark(
                    number(x),
                    number(y(share, top)),
                    DAY.format(week.monday()),
                    week.delivered(),
                    week.accepted(),
                    percent(share),
                    percent(lower(week)),
                    percent(upper(week)),
                    i % every == 0));
        }
        return new WeekChart(line.toString(), over.toString() + under, top, marks);
    }

    private static double y(double share, int top) {
        return HEIGHT * (1 - Math.min(1, share * 100 / top));
    }

    private static double upper(Trend.Week week) {
        return new Share(week.accepted(), week.delivered()).high();
    }

    private static double lower(Trend.Week week) {
        return new Share(week.accepted(), week.delivered()).low();
    }

    private static String point(double x, double y) {
        return number(x) + "," + number(y) + " ";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static int percent(double share) {
        return (int) Math.round(share * 100);
    }
}
