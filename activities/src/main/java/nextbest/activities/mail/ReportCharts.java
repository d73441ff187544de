package nextbest.activities.mail;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.imageio.ImageIO;
import nextbest.learning.statistics.Proportion;
import nextbest.store.report.Trend;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the charts of a report as PNG, twice as large as they are shown, with letters that can be read on a phone. The ground
 * is light whatever the mail program's colours are: the same picture goes to everybody.
 */
final class ReportCharts {
    private static final Logger LOG = LoggerFactory.getLogger(ReportCharts.class);

    static final int WIDTH = 1_120;
    static final int HEIGHT = 460;

    private static final Color GROUND = new Color(0xF6F8FB);
    private static final Color INK = new Color(0x39434F);
    private static final Color GRID = new Color(0xDDE3EA);
    private static final Color LINE = new Color(0x1A56DB);
    private static final Color BAND = new Color(0xC9D8F8);
    /** Of taken up, dismissed, kept back, something else, open: told apart by lightness too. The letter explains them. */
    static final List<String> COLOURS = List.of("#1a56db", "#e8a33d", "#a8322a", "#5b6b7c", "#aab4c0");

    /** What the columns are made of, in their order from below. */
    static final List<ToLongFunction<Trend.Outcomes>> PARTS = List.of(
            Trend.Outcomes::accepted,
            Trend.Outcomes::dismissed,
            Trend.Outcomes::keptBack,
            Trend.Outcomes::overridden,
            Trend.Outcomes::open);

    private static final Font LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 32);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);

    private ReportCharts() {}

    /** The share taken up, week by week, with its 95 % interval; empty where there is no line to draw. */
    static Optional<byte[]> share(List<Trend.Outcomes> weeks) {
        return weeks.size() < 2 ? Optional.empty() : drawn(() -> shareChart(weeks));
    }

    private static XYChart shareChart(List<Trend.Outcomes> weeks) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).build();
        int n = weeks.size();
        double[] x = new double[n];
        double[] share = new double[n];
        double[] bandX = new double[2 * n];
        double[] bandY = new double[2 * n];
        double highest = 10;
        for (int i = 0; i < n; i++) {
            Trend.Outcomes week = weeks.get(i);
            Proportion taken = new Proportion(week.accepted(), week.delivered());
            double[] ends = taken.wilson(1.96);
            x[i] = i;
            share[i] = 100 * taken.rate();
            bandX[i] = i;
            bandY[i] = 100 * ends[1];
            bandX[2 * n - 1 - i] = i;
            bandY[2 * n - 1 - i] = 100 * ends[0];
            highest = Math.max(highest, bandY[i]);
        }
        styled(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(Math.min(100, Math.ceil(highest / 20) * 20));
        chart.getStyler().setYAxisTickLabelsFormattingFunction(value -> Math.round(value) + "%");
        chart.getStyler().setXAxisTickLabelsFormattingFunction(days(weeks));
        chart.getStyler().setXAxisMaxLabelCount(Math.min(6, n));
        XYSeries band = chart.addSeries("band", bandX, bandY);
        band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(BAND);
        band.setLineColor(BAND);
        band.setMarker(SeriesMarkers.NONE);
        XYSeries line = chart.addSeries("share", x, share);
        line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        line.setLineColor(LINE);
        line.setLineStyle(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        line.setMarker(SeriesMarkers.CIRCLE);
        line.setMarkerColor(LINE);
        chart.getStyler().setMarkerSize(14);
        return chart;
    }

    /** What stands below the axis: the Monday of a week, and nothing between two of them. */
    private static Function<Double, String> days(List<Trend.Outcomes> weeks) {
        return place -> {
            long at = Math.round(place);
            return at >= 0 && at < weeks.size() && Math.abs(place - at) < 0.01
                    ? DAY.format(weeks.get((int) at).monday())
                    : " ";
        };
    }

    /** Whether a part of the columns is in any of them. */
    static boolean isThere(ToLongFunction<Trend.Outcomes> part, List<Trend.Outcomes> weeks) {
        return weeks.stream().mapToLong(part).sum() > 0;
    }

    /** What became of recommendations, week by week, as columns. */
    static Optional<byte[]> outcomes(List<Trend.Outcomes> weeks) {
        return weeks.isEmpty() ? Optional.empty() : drawn(() -> outcomesChart(weeks));
    }

    private static CategoryChart outcomesChart(List<Trend.Outcomes> weeks) {
        CategoryChart chart =
                new CategoryChartBuilder().width(WIDTH).height(HEIGHT).build();
        styled(chart.getStyler());
        chart.getStyler().setStacked(true);
        // XChart paints the plot over the upper half of labels that follow an empty one
        chart.getStyler().setAxisTickPadding(34);
        chart.getStyler().setAvailableSpaceFill(weeks.size() < 4 ? 0.3 : 0.7);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisDecimalPattern("0");
        chart.getStyler().setYAxisMin(0.0);
        int every = (weeks.size() + 5) / 6;
        List<String> days = new ArrayList<>();
        for (int i = 0; i < weeks.size(); i++) {
            // names of columns must differ, also where there is no room for them; the last one gives the axis its
            // height
            boolean labelled = (weeks.size() - 1 - i) % every == 0;
            days.add(labelled ? DAY.format(weeks.get(i).monday()) : " ".repeat(i + 1));
        }
        for (int i = 0; i < PARTS.size(); i++) {
            ToLongFunction<Trend.Outcomes> part = PARTS.get(i);
            if (isThere(part, weeks)) {
                chart.addSeries(
                                "part " + i,
                                days,
                                weeks.stream().map(part::applyAsLong).toList())
                        .setFillColor(Color.decode(COLOURS.get(i)));
            }
        }
        return chart;
    }

    private static void styled(AxesChartStyler style) {
        style.setChartBackgroundColor(GROUND);
        style.setPlotBackgroundColor(GROUND);
        style.setPlotBorderVisible(false);
        style.setChartFontColor(INK);
        style.setChartPadding(22);
        style.setAxisTickLabelsFont(LETTERS);
        style.setAxisTickLabelsColor(INK);
        style.setAxisTicksMarksVisible(false);
        style.setAxisTicksLineVisible(false);
        style.setAxisTickPadding(10);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(2));
        style.setPlotGridVerticalLinesVisible(false);
        style.setYAxisTickMarkSpacingHint(90);
    }

    /** A machine without fonts cannot draw: then the letter goes without pictures, and its words say all the same. */
    private static Optional<byte[]> drawn(Supplier<Chart<?, ?>> make) {
        try {
            Chart<?, ?> chart = make.get();
            BufferedImage image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D canvas = image.createGraphics();
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            chart.paint(canvas, chart.getWidth(), chart.getHeight());
            canvas.dispose();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            return ImageIO.write(image, "png", out) ? Optional.of(out.toByteArray()) : Optional.empty();
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            LOG.warn("a chart could not be drawn; the report goes out without it", e);
            return Optional.empty();
        }
    }
}
