package nextbest.store.evidence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All deals of an organisation at one state of reading: a large block and a few small ones with what changed since. A deal
 * that was read again is marked as gone in the older block. Never changed; a refresh makes a new one.
 *
 * @param kinds code of each stage to the code of its kind
 * @param version counts the states
 */
record PastDeals(List<Part> parts, Codes codes, Map<Integer, Integer> kinds, Recorded recorded, long version) {
    /** So many small blocks are joined to one. */
    private static final int MOST_PARTS = 8;

    /** A block and which of its deals were read again or deleted since. */
    record Part(HistoryBlock block, BitSet gone) {
        int live() {
            return block.deals() - gone.cardinality();
        }
    }

    /** Which features this organisation records at all: what nobody records does not make deals unlike. */
    record Recorded(
            boolean course,
            boolean stage,
            boolean product,
            boolean rep,
            boolean amount,
            boolean industry,
            boolean size,
            boolean region,
            boolean attributes) {}

    /** Where a deal lies. */
    record Place(HistoryBlock block, int deal) {}

    PastDeals {
        parts = List.copyOf(parts);
    }

    static PastDeals of(HistoryBlock block, Codes codes, Map<Integer, Integer> kinds) {
        List<Part> parts = List.of(new Part(block, new BitSet()));
        return new PastDeals(parts, codes, kinds, recorded(parts), 1);
    }

    long deals() {
        return parts.stream().mapToLong(Part::live).sum();
    }

    Optional<Place> find(UUID id) {
        for (int p = parts.size() - 1; p >= 0; p--) {
            Part part = parts.get(p);
            int deal = part.block().find(id);
            if (deal >= 0 && !part.gone().get(deal)) {
                return Optional.of(new Place(part.block(), deal));
            }
        }
        return Optional.empty();
    }

    /** The state after some deals were read again; those that are not in the fresh block are gone. */
    PastDeals with(List<UUID> readAgain, HistoryBlock fresh, Map<Integer, Integer> stageKinds) {
        List<Part> next = new ArrayList<>();
        for (Part part : parts) {
            BitSet gone = (BitSet) part.gone().clone();
            for (UUID id : readAgain) {
                int deal = part.block().find(id);
                if (deal >= 0) {
                    gone.set(deal);
                }
            }
            next.add(new Part(part.block(), gone));
        }
        next.add(new Part(fresh, new BitSet()));
        List<Part> tidy = tidy(next);
        return new PastDeals(tidy, codes, stageKinds, recorded(tidy), version + 1);
    }

    /** Joins the small blocks when there are many, and all of them when a quarter of the large one is out of date. */
    private static List<Part> tidy(List<Part> parts) {
        Part large = parts.getFirst();
        List<Part> small = parts.subList(1, parts.size());
        long smallDeals = small.stream().mapToLong(Part::live).sum();
        if (large.gone().cardinality() + smallDeals > large.block().deals() / 4) {
            return List.of(join(parts));
        }
        return parts.size() > MOST_PARTS ? List.of(large, join(small)) : parts;
    }

    private static Part join(List<Part> parts) {
        HistoryBlock.Builder joined = new HistoryBlock.Builder();
        int[] next = new int[parts.size()];
        while (true) {
            int smallest = -1;
            for (int p = 0; p < next.length; p++) {
                Part part = parts.get(p);
                next[p] = part.gone().nextClearBit(next[p]);
                if (next[p] < part.block().deals() && (smallest < 0 || before(parts, next, p, smallest))) {
                    smallest = p;
                }
            }
            if (smallest < 0) {
                return new Part(joined.build(), new BitSet());
            }
            joined.copy(parts.get(smallest).block(), next[smallest]++);
        }
    }

    private static boolean before(List<Part> parts, int[] next, int a, int b) {
        HistoryBlock other = parts.get(b).block();
        return parts.get(a).block().compare(next[a], other.idHigh()[next[b]], other.idLow()[next[b]]) < 0;
    }

    private static Recorded recorded(List<Part> parts) {
        boolean course = false;
        boolean stage = false;
        boolean product = false;
        boolean rep = false;
        boolean amount = false;
        boolean industry = false;
        boolean size = false;
        boolean region = false;
        boolean attributes = false;
        for (Part part : parts) {
            HistoryBlock b = part.block();
            for (int i = 0; i < b.deals(); i++) {
                if (b.closed()[i] == HistoryBlock.NEVER) {
                    continue;
                }
                course |= b.closed()[i] > b.created()[i];
                stage |= b.visitStart()[i + 1] > b.visitStart()[i];
                industry |= b.industry()[i] >= 0;
                size |= b.size()[i] >= 0;
                region |= b.region()[i] >= 0;
                for (int r = b.rowStart()[i]; r < b.rowStart()[i + 1]; r++) {
                    product |= b.product()[r] >= 0;
                    rep |= b.rep()[r] >= 0;
                    amount |= b.rowAmount()[r] >= 0 && (b.rowFrom()[r] < b.closed()[i]);
                    attributes |= b.attributeStart()[r + 1] > b.attributeStart()[r];
                }
            }
        }
        return new Recorded(course, stage, product, rep, amount, industry, size, region, attributes);
    }
}
