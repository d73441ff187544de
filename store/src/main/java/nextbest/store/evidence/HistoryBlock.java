package nextbest.store.evidence;

import java.util.UUID;
import nextbest.learning.statistics.StableHash;

/**
 * The courses of deals in columns, sorted by the deals' ids. Times are seconds since 1970. Lists of a deal lie side by side:
 * those of deal {@code i} go from {@code xStart[i]} to {@code xStart[i + 1]}, exclusive. Never changed once built.
 *
 * @param closed when the deal was won or lost; {@link #NEVER} while it is open
 * @param closedKnown when that was known
 * @param amount minor units that it was won for, {@link Codes#NONE} if not known
 * @param rowFrom since when the features of the row were known
 * @param visitStage code of the stage entered
 * @param visitLeft when it was left; {@link #NEVER} while the deal is in it
 * @param leftBy how it was left, one of {@link #STAYS}, {@link #ADVANCED}, {@link #RETURNED}, {@link #LOST}
 * @param actAction code of the catalogue action that an activity carried out
 * @param actOurs 1 if we had recommended it shortly before, else 0
 */
@SuppressWarnings("ArrayRecordComponent") // columns are the point of it; nobody compares or hashes blocks
record HistoryBlock(
        long[] idHigh,
        long[] idLow,
        long[] created,
        long[] closed,
        long[] closedKnown,
        int[] won,
        long[] amount,
        int[] currency,
        int[] industry,
        int[] size,
        int[] region,
        int[] segment,
        int[] rowStart,
        long[] rowFrom,
        int[] product,
        int[] rep,
        long[] rowAmount,
        int[] rowCurrency,
        int[] attributeStart,
        int[] attribute,
        int[] visitStart,
        int[] visitStage,
        long[] visitEntered,
        long[] visitKnown,
        long[] visitLeft,
        long[] visitLeftKnown,
        int[] leftBy,
        int[] actStart,
        int[] actAction,
        long[] actAt,
        long[] actKnown,
        int[] actOurs) {
    static final long NEVER = Long.MAX_VALUE;
    static final int STAYS = 0;
    /** To a later stage, or won. */
    static final int ADVANCED = 1;

    static final int RETURNED = 2;
    static final int LOST = 3;

    int deals() {
        return idHigh.length;
    }

    /** The place of a deal; negative if it is not here. */
    int find(UUID id) {
        int low = 0;
        int high = deals() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, id.getMostSignificantBits(), id.getLeastSignificantBits());
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** By unsigned bytes, as PostgreSQL orders ids. */
    int compare(int deal, long high, long low) {
        int order = Long.compareUnsigned(idHigh[deal], high);
        return order != 0 ? order : Long.compareUnsigned(idLow[deal], low);
    }

    /** The last row of features that was known at a moment; negative if nothing was. */
    int rowAt(int deal, long moment) {
        int row = -1;
        for (int r = rowStart[deal]; r < rowStart[deal + 1] && rowFrom[r] <= moment; r++) {
            row = r;
        }
        return row;
    }

    /** A hash of what a deal's course and actions are, the same in every process; sums of it tell whether states are equal. */
    long fingerprint(int deal) {
        long hash = StableHash.mix(idHigh[deal], idLow[deal]);
        hash = StableHash.mix(StableHash.mix(hash, created[deal]), closed[deal]);
        hash = StableHash.mix(StableHash.mix(hash, closedKnown[deal]), won[deal]);
        hash = StableHash.mix(hash, amount[deal]);
        for (int r = rowStart[deal]; r < rowStart[deal + 1]; r++) {
            hash = StableHash.mix(StableHash.mix(hash, rowFrom[r]), rowAmount[r]);
        }
        for (int v = visitStart[deal]; v < visitStart[deal + 1]; v++) {
            hash = StableHash.mix(StableHash.mix(hash, visitEntered[v]), visitLeft[v]);
        }
        for (int a = actStart[deal]; a < actStart[deal + 1]; a++) {
            hash = StableHash.mix(hash, actAt[a]);
        }
        return hash;
    }

    /** Collects deals in the order of their ids. */
    static final class Builder {
        private final Columns.Longs idHigh = new Columns.Longs();
        private final Columns.Longs idLow = new Columns.Longs();
        private final Columns.Longs created = new Columns.Longs();
        private final Columns.Longs closed = new Columns.Longs();
        private final Columns.Longs closedKnown = new Columns.Longs();
        private final Columns.Ints won = new Columns.Ints();
        private final Columns.Longs amount = new Columns.Longs();
        private final Columns.Ints currency = new Columns.Ints();
        private final Columns.Ints industry = new Columns.Ints();
        private final Columns.Ints size = new Columns.Ints();
        private final Columns.Ints region = new Columns.Ints();
        private final Columns.Ints segment = new Columns.Ints();
        private final Columns.Ints rowStart = new Columns.Ints();
        private final Columns.Longs rowFrom = new Columns.Longs();
        private final Columns.Ints product = new Columns.Ints();
        private final Columns.Ints rep = new Columns.Ints();
        private final Columns.Longs rowAmount = new Columns.Longs();
        private final Columns.Ints rowCurrency = new Columns.Ints();
        private final Columns.Ints attributeStart = new Columns.Ints();
        private final Columns.Ints attribute = new Columns.Ints();
        private final Columns.Ints visitStart = new Columns.Ints();
        private final Columns.Ints visitStage = new Columns.Ints();
        private final Columns.Longs visitEntered = new Columns.Longs();
        private final Columns.Longs visitKnown = new Columns.Longs();
        private final Columns.Longs visitLeft = new Columns.Longs();
        private final Columns.Longs visitLeftKnown = new Columns.Longs();
        private final Columns.Ints leftBy = new Columns.Ints();
        private final Columns.Ints actStart = new Columns.Ints();
        private final Columns.Ints actAction = new Columns.Ints();
        private final Columns.Longs actAt = new Columns.Longs();
        private final Columns.Longs actKnown = new Columns.Longs();
        private final Columns.Ints actOurs = new Columns.Ints();

        int deals() {
            return idHigh.size();
        }

        /** Begins a deal; what is added afterwards is its. */
        void deal(UUID id, long createdAt, int industryCode, int sizeCode, int regionCode, int segmentCode) {
            begin(id.getMostSignificantBits(), id.getLeastSignificantBits(), createdAt);
            client(industryCode, sizeCode, regionCode, segmentCode);
        }

        private void begin(long high, long low, long createdAt) {
            idHigh.add(high);
            idLow.add(low);
            created.add(createdAt);
            rowStart.add(rowFrom.size());
            visitStart.add(visitStage.size());
            actStart.add(actAction.size());
        }

        private void client(int industryCode, int sizeCode, int regionCode, int segmentCode) {
            industry.add(industryCode);
            size.add(sizeCode);
            region.add(regionCode);
            segment.add(segmentCode);
        }

        /** Ends the deal's course. */
        void end(long closedAt, long knownAt, boolean asWon, long wonMinor, int currencyCode) {
            closed.add(closedAt);
            closedKnown.add(knownAt);
            won.add(asWon ? 1 : 0);
            amount.add(wonMinor);
            currency.add(currencyCode);
        }

        void row(long from, int productCode, int repCode, long minor, int currencyCode, int[] attributes) {
            rowFrom.add(from);
            product.add(productCode);
            rep.add(repCode);
            rowAmount.add(minor);
            rowCurrency.add(currencyCode);
            attributeStart.add(attribute.size());
            for (int pair : attributes) {
                attribute.add(pair);
            }
        }

        void visit(int stage, long entered, long enteredKnown, long left, long leftKnown, int by) {
            visitStage.add(stage);
            visitEntered.add(entered);
            visitKnown.add(enteredKnown);
            visitLeft.add(left);
            visitLeftKnown.add(leftKnown);
            leftBy.add(by);
        }

        void act(int action, long at, long known, boolean ours) {
            actAction.add(action);
            actAt.add(at);
            actKnown.add(known);
            actOurs.add(ours ? 1 : 0);
        }

        /** Takes a deal over from another block. */
        void copy(HistoryBlock from, int deal) {
            begin(from.idHigh[deal], from.idLow[deal], from.created[deal]);
            client(from.industry[deal], from.size[deal], from.region[deal], from.segment[deal]);
            end(from.closed[deal], from.closedKnown[deal], from.won[deal] == 1, from.amount[deal], from.currency[deal]);
            for (int r = from.rowStart[deal]; r < from.rowStart[deal + 1]; r++) {
                int[] pairs = java.util.Arrays.copyOfRange(
                        from.attribute, from.attributeStart[r], from.attributeStart[r + 1]);
                row(from.rowFrom[r], from.product[r], from.rep[r], from.rowAmount[r], from.rowCurrency[r], pairs);
            }
            for (int v = from.visitStart[deal]; v < from.visitStart[deal + 1]; v++) {
                visit(
                        from.visitStage[v],
                        from.visitEntered[v],
                        from.visitKnown[v],
                        from.visitLeft[v],
                        from.visitLeftKnown[v],
                        from.leftBy[v]);
            }
            for (int a = from.actStart[deal]; a < from.actStart[deal + 1]; a++) {
                act(from.actAction[a], from.actAt[a], from.actKnown[a], from.actOurs[a] == 1);
            }
        }

        HistoryBlock build() {
            rowStart.add(rowFrom.size());
            attributeStart.add(attribute.size());
            visitStart.add(visitStage.size());
            actStart.add(actAction.size());
            return new HistoryBlock(
                    idHigh.toArray(),
                    idLow.toArray(),
                    created.toArray(),
                    closed.toArray(),
                    closedKnown.toArray(),
                    won.toArray(),
                    amount.toArray(),
                    currency.toArray(),
                    industry.toArray(),
                    size.toArray(),
                    region.toArray(),
                    segment.toArray(),
                    rowStart.toArray(),
                    rowFrom.toArray(),
                    product.toArray(),
                    rep.toArray(),
                    rowAmount.toArray(),
                    rowCurrency.toArray(),
                    attributeStart.toArray(),
                    attribute.toArray(),
                    visitStart.toArray(),
                    visitStage.toArray(),
                    visitEntered.toArray(),
                    visitKnown.toArray(),
                    visitLeft.toArray(),
                    visitLeftKnown.toArray(),
                    leftBy.toArray(),
                    actStart.toArray(),
                    actAction.toArray(),
                    actAt.toArray(),
                    actKnown.toArray(),
                    actOurs.toArray());
        }
    }
}
