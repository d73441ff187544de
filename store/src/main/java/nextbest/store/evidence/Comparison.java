package nextbest.store.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.DealSnapshot;
import nextbest.engine.EffectEvidence.SimilarDeals;
import nextbest.money.Money;

/**
 * Finds the closed deals that were most alike at the same point of their life. Taken are the {@value #WANTED} most alike, and
 * those that are as alike as the last of them, so that nothing but likeness decides; none below {@value #LEAST_LIKENESS}.
 */
final class Comparison {
    static final int WANTED = 100;
    static final double LEAST_LIKENESS = 0.3;
    /** Likeness is told apart in steps of one thousandth. */
    private static final int STEPS = 1_000;

    private static final long DAY = 86_400;

    private final PastDeals past;
    private final PointOfLife point;
    private final UUID self;

    Comparison(DealSnapshot deal, PastDeals past) {
        this.past = past;
        this.point = new PointOfLife(deal, past);
        this.self = deal.subject().value();
    }

    /** Empty if no closed deal is alike enough. */
    Optional<SimilarDeals> similar(List<String> currencies) {
        int[] histogram = new int[STEPS + 1];
        int parts = past.parts().size();
        short[][] likeness = new short[parts][];
        for (int p = 0; p < parts; p++) {
            likeness[p] = measure(past.parts().get(p), histogram);
        }
        int cut = cut(histogram);
        return cut < 0 ? Optional.empty() : Optional.of(gather(likeness, cut, currencies));
    }

    /** Likeness of each deal in thousandths; -1 for those that do not count. */
    private short[] measure(PastDeals.Part part, int[] histogram) {
        HistoryBlock b = part.block();
        short[] likeness = new short[b.deals()];
        Arrays.fill(likeness, (short) -1);
        int own = b.find(self);
        for (int i = 0; i < likeness.length; i++) {
            if (b.closedKnown()[i] > point.asOf
                    || b.closed()[i] > point.asOf
                    || i == own
                    || part.gone().get(i)) {
                continue;
            }
            int visit = point.visit(b, i);
            long moment = point.moment(b, i, visit);
            if (moment == PointOfLife.NOWHERE) {
                continue;
            }
            int steps = (int) Math.round(point.likeness(b, i, visit, moment) * STEPS);
            if (steps >= LEAST_LIKENESS * STEPS) {
                likeness[i] = (short) steps;
                histogram[steps]++;
            }
        }
        return likeness;
    }

    private static int cut(int[] histogram) {
        int taken = 0;
        int lowest = -1;
        for (int step = STEPS; step >= 0 && taken < WANTED; step--) {
            if (histogram[step] > 0) {
                taken += histogram[step];
                lowest = step;
            }
        }
        return lowest;
    }

    private SimilarDeals gather(short[][] likeness, int cut, List<String> currencies) {
        long won = 0;
        long lost = 0;
        double sum = 0;
        Columns.Longs daysToEnd = new Columns.Longs();
        Columns.Longs daysInStage = new Columns.Longs();
        Columns.Longs[] amounts = new Columns.Longs[currencies.size()];
        for (int p = 0; p < likeness.length; p++) {
            HistoryBlock b = past.parts().get(p).block();
            for (int i = 0; i < likeness[p].length; i++) {
                if (likeness[p][i] < cut) {
                    continue;
                }
                sum += (double) likeness[p][i] / STEPS;
                if (b.won()[i] == 0) {
                    lost++;
                    continue;
                }
                won++;
                int visit = point.visit(b, i);
                long moment = point.moment(b, i, visit);
                if (moment < b.closed()[i]) {
                    daysToEnd.add((b.closed()[i] - moment) / DAY);
                }
                if (visit >= 0) {
                    daysInStage.add((b.visitLeft()[visit] - b.visitEntered()[visit]) / DAY);
                }
                int currency = currencyOf(b.currency()[i], currencies);
                if (currency >= 0 && b.amount()[i] >= 0) {
                    if (amounts[currency] == null) {
                        amounts[currency] = new Columns.Longs();
                    }
                    amounts[currency].add(b.amount()[i]);
                }
            }
        }
        return new SimilarDeals(
                won, lost, sum / (won + lost), days(daysToEnd), days(daysInStage), amount(amounts, currencies));
    }

    private int currencyOf(int code, List<String> currencies) {
        for (int c = 0; c < currencies.size(); c++) {
            if (code >= 0 && past.codes().find(HistoryLoader.currencyText(currencies.get(c))) == code) {
                return c;
            }
        }
        return -1;
    }

    private static List<Integer> days(Columns.Longs values) {
        return values.size() == 0 ? List.of() : List.of(Math.toIntExact(median(values)));
    }

    /** In the currency that most of them were won in; ties go to the first in the alphabet. */
    private static List<Money> amount(Columns.Longs[] amounts, List<String> currencies) {
        int most = -1;
        for (int c = 0; c < amounts.length; c++) {
            if (amounts[c] != null && (most < 0 || amounts[c].size() > amounts[most].size())) {
                most = c;
            }
        }
        return most < 0 ? List.of() : List.of(new Money(median(amounts[most]), currencies.get(most)));
    }

    /** The middle value; of two middle ones their mean, rounded down. */
    private static long median(Columns.Longs values) {
        long[] sorted = values.toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
    }
}
