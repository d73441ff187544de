package nextbest.store.evidence;

import java.util.Arrays;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Offering;
import nextbest.deal.SizeBand;
import nextbest.deal.Stage;
import nextbest.fact.Fact;
import nextbest.money.Money;
import nextbest.store.deal.Snapshots;

/**
 * Where an open deal stands and what it looks like, in codes, and how alike a past deal was at the same point.
 *
 * <p><b>The same point of life.</b> A past deal is compared at the moment at which it had been in the same stage for as long
 * as the open one has been; if it had left that stage earlier, there is no such moment and it does not count. Where the stage
 * of either is not recorded, the moment is the one at which it was as old. What became known of it later is not looked at.
 *
 * <p><b>Likeness</b> is Gower's similarity coefficient (Gower 1971) with weights: the sum of weight times likeness over all
 * features, divided by the sum of the weights of all features that the organisation records. Likeness of a feature is 1 for
 * the same value and 0 for another; for ages and amounts it is 1 - |ln(a / b)| / ln 4, at least 0, so that a factor of four
 * is not alike at all; for the attributes of a qualification form it is the share of the open deal's answers that are the
 * same. What is not known on either side is not alike: deals of which little is known are never called very similar.
 */
final class PointOfLife {
    static final double STAGE_WEIGHT = 3;
    static final double AGE_WEIGHT = 1;
    static final double PRODUCT_WEIGHT = 2;
    static final double INDUSTRY_WEIGHT = 1.5;
    static final double SIZE_WEIGHT = 1.5;
    static final double AMOUNT_WEIGHT = 1.5;
    static final double REGION_WEIGHT = 0.5;
    static final double REP_WEIGHT = 0.5;
    static final double ATTRIBUTE_WEIGHT = 3;
    /** There is no such moment in the past deal's life. */
    static final long NOWHERE = Long.MIN_VALUE;

    private static final double LN_4 = Math.log(4);
    private static final double DAY = 86_400;
    private static final int[] NO_ATTRIBUTES = {};

    final long asOf;
    private final long age;
    private final long inStage;
    private final int stage;
    private final int kind;
    private final boolean stageSeen;
    private final int product;
    private final int rep;
    private final int industry;
    private final int size;
    private final int region;
    final int segment;
    private final long amount;
    private final int currency;
    private final int[] attributes;
    private final java.util.Map<Integer, Integer> kinds;
    private final double totalWeight;

    PointOfLife(DealSnapshot deal, PastDeals past) {
        Codes codes = past.codes();
        this.kinds = past.kinds();
        this.asOf = deal.asOf().getEpochSecond();
        this.age = secondsSince(deal.course().createdAt());
        Fact<Stage> at = deal.course().stage();
        boolean said = at.isKnown()
                && at.source()
                        .filter(by -> by.source().equals(Snapshots.DERIVED))
                        .isEmpty();
        this.inStage = said ? secondsSince(deal.course().stageSince()) : Codes.NONE;
        Stage current = inStage < 0 ? null : at.asOptional().orElseThrow();
        this.stage = current == null ? Codes.NONE : codes.find(HistoryLoader.stageText(current.key()));
        this.kind = current == null ? Codes.NONE : codes.find(HistoryLoader.kindText(current.kind()));
        this.stageSeen = stage >= 0;
        this.product = deal.needs()
                .products()
                .asOptional()
                .filter(list -> !list.isEmpty())
                .map(list -> list.getFirst())
                .map(Offering::product)
                .map(id -> codes.find(HistoryLoader.productText(id.toString())))
                .orElse(Codes.NONE);
        this.rep = deal.rep()
                .rep()
                .asOptional()
                .map(id -> codes.find(HistoryLoader.repText(id.toString())))
                .orElse(Codes.NONE);
        this.industry = codes.find(HistoryLoader.industryText(
                deal.company().industry().asOptional().orElse(null)));
        this.size = codes.find(HistoryLoader.sizeText(
                deal.company().size().asOptional().map(SizeBand::key).orElse(null)));
        this.region = codes.find(
                HistoryLoader.regionText(deal.company().region().asOptional().orElse(null)));
        this.segment = codes.find(HistoryLoader.segmentText(Segments.of(deal)));
        Money worth = deal.amounts().amount().asOptional().orElse(null);
        this.amount = worth == null ? Codes.NONE : worth.minor();
        this.currency = worth == null ? Codes.NONE : codes.find(HistoryLoader.currencyText(worth.currency()));
        this.attributes = past.find(deal.subject().value())
                .map(place -> attributesOf(place.block(), place.block().rowAt(place.deal(), asOf)))
                .orElse(NO_ATTRIBUTES);
        this.totalWeight = weightOf(past.recorded());
    }

    private static int[] attributesOf(HistoryBlock block, int row) {
        return row < 0
                ? NO_ATTRIBUTES
                : Arrays.copyOfRange(block.attribute(), block.attributeStart()[row], block.attributeStart()[row + 1]);
    }

    private static double weightOf(PastDeals.Recorded recorded) {
        return (recorded.stage() ? STAGE_WEIGHT : 0)
                + (recorded.course() ? AGE_WEIGHT : 0)
                + (recorded.product() ? PRODUCT_WEIGHT : 0)
                + (recorded.rep() ? REP_WEIGHT : 0)
                + (recorded.amount() ? AMOUNT_WEIGHT : 0)
                + (recorded.industry() ? INDUSTRY_WEIGHT : 0)
                + (recorded.size() ? SIZE_WEIGHT : 0)
                + (recorded.region() ? REGION_WEIGHT : 0)
                + (recorded.attributes() ? ATTRIBUTE_WEIGHT : 0);
    }

    private long secondsSince(Fact<java.time.Instant> moment) {
        return moment.asOptional()
                .map(at -> Math.max(0, asOf - at.getEpochSecond()))
                .orElse((long) Codes.NONE);
    }

    /** The visit of the same stage that lasted at least as long as this one has; negative if there is none. */
    int visit(HistoryBlock b, int deal) {
        if (inStage >= 0) {
            for (int v = b.visitStart()[deal]; v < b.visitStart()[deal + 1]; v++) {
                boolean same = stageSeen
                        ? b.visitStage()[v] == stage
                        : kind >= 0 && kinds.getOrDefault(b.visitStage()[v], Codes.NONE) == kind;
                if (same && b.visitLeft()[v] - inStage > b.visitEntered()[v]) {
                    return v;
                }
            }
        }
        return -1;
    }

    /**
     * The moment at which a past deal was at the same point of its life.
     *
     * @param visit what {@link #visit} found
     * @return seconds, or {@link #NOWHERE}; for a deal without any dates its one moment
     */
    long moment(HistoryBlock b, int deal, int visit) {
        if (visit >= 0) {
            return b.visitEntered()[visit] + inStage;
        }
        if (b.closed()[deal] <= b.created()[deal]) {
            return b.closed()[deal];
        }
        boolean stagesComparable = inStage >= 0 && b.visitStart()[deal + 1] > b.visitStart()[deal];
        if (stagesComparable || age < 0) {
            return NOWHERE;
        }
        long moment = b.created()[deal] + age;
        return moment < b.closed()[deal] ? moment : NOWHERE;
    }

    /** How alike a past deal was at a moment, 0 to 1. */
    double likeness(HistoryBlock b, int deal, int visit, long moment) {
        double sum = visit >= 0 ? STAGE_WEIGHT : 0;
        if (age >= 0 && moment > b.created()[deal]) {
            sum += AGE_WEIGHT * close((moment - b.created()[deal]) / DAY + 1, age / DAY + 1);
        }
        sum += same(industry, b.industry()[deal]) * INDUSTRY_WEIGHT;
        sum += same(size, b.size()[deal]) * SIZE_WEIGHT;
        sum += same(region, b.region()[deal]) * REGION_WEIGHT;
        int row = b.rowAt(deal, moment);
        if (row >= 0) {
            sum += same(product, b.product()[row]) * PRODUCT_WEIGHT;
            sum += same(rep, b.rep()[row]) * REP_WEIGHT;
            if (amount > 0 && b.rowAmount()[row] > 0 && currency == b.rowCurrency()[row]) {
                sum += AMOUNT_WEIGHT * close((double) amount, (double) b.rowAmount()[row]);
            }
            if (attributes.length > 0) {
                sum += ATTRIBUTE_WEIGHT * sharedAttributes(b, row) / attributes.length;
            }
        }
        return totalWeight == 0 ? 0 : Math.min(1, sum / totalWeight);
    }

    private int sharedAttributes(HistoryBlock b, int row) {
        int shared = 0;
        int mine = 0;
        int other = b.attributeStart()[row];
        int end = b.attributeStart()[row + 1];
        while (mine < attributes.length && other < end) {
            int difference = Integer.compare(attributes[mine], b.attribute()[other]);
            shared += difference == 0 ? 1 : 0;
            mine += difference <= 0 ? 1 : 0;
            other += difference >= 0 ? 1 : 0;
        }
        return shared;
    }

    private static int same(int a, int b) {
        return a >= 0 && a == b ? 1 : 0;
    }

    private static double close(double a, double b) {
        return Math.max(0, 1 - Math.abs(Math.log(a / b)) / LN_4);
    }
}
