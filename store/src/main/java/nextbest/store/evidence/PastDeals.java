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
 */
record PastDeals(List<Part> parts, Codes codes, Map<Integer, Integer> kinds) {
    /** So many small blocks are joined to one. */
    private static final int MOST_PARTS = 8;

    /**
     * A block and which of its deals were read again or deleted since.
     *
     * @param fingerprint sum of the fingerprints of the deals that are not gone
     */
    record Part(HistoryBlock block, BitSet gone, Recorded recorded, long fingerprint) {
        static Part of(HistoryBlock block) {
            long sum = 0;
            for (int i = 0; i < block.deals(); i++) {
                sum += block.fingerprint(i);
            }
            return new Part(block, new BitSet(), Recorded.in(block), sum);
        }

        Part without(List<UUID> deals) {
            BitSet more = (BitSet) gone.clone();
            long left = fingerprint;
            for (UUID id : deals) {
                int deal = block.find(id);
                if (deal >= 0 && !more.get(deal)) {
                    more.set(deal);
                    left -= block.fingerprint(deal);
                }
            }
            return new Part(block, more, recorded, left);
        }

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
            boolean attributes) {
        static final Recorded NOTHING = new Recorded(false, false, false, false, false, false, false, false, false);

        Recorded or(Recorded other) {
            return new Recorded(
                    course || other.course,
                    stage || other.stage,
                    product || other.product,
                    rep || other.rep,
                    amount || other.amount,
                    industry || other.industry,
                    size || other.size,
                    region || other.region,
                    attributes || other.attributes);
        }

        /** What closed deals of a block have. */
        static Recorded in(HistoryBlock b) {
            Recorded recorded = NOTHING;
            for (int i = 0; i < b.deals(); i++) {
                if (b.closed()[i] != HistoryBlock.NEVER) {
                    recorded = recorded.or(of(b, i));
                }
            }
            return recorded;
        }

        private static Recorded of(HistoryBlock b, int deal) {
            boolean product = false;
            boolean rep = false;
            boolean amount = false;
            for (int r = b.rowStart()[deal]; r < b.rowStart()[deal + 1]; r++) {
                product |= b.product()[r] >= 0;
                rep |= b.rep()[r] >= 0;
                // what is known only with the outcome can never be compared
                amount |= b.rowAmount()[r] >= 0 && b.rowFrom()[r] < b.closed()[deal];
            }
            return new Recorded(
                    b.closed()[deal] > b.created()[deal],
                    b.visitStart()[deal + 1] > b.visitStart()[deal],
                    product,
                    rep,
                    amount,
                    b.industry()[deal] >= 0,
                    b.size()[deal] >= 0,
                    b.region()[deal] >= 0,
                    b.attributeStart()[b.rowStart()[deal + 1]] > b.attributeStart()[b.rowStart()[deal]]);
        }
    }

    /** Where a deal lies. */
    record Place(HistoryBlock block, int deal) {}

    PastDeals {
        parts = List.copyOf(parts);
    }

    static PastDeals of(HistoryBlock block, Codes codes, Map<Integer, Integer> kinds) {
        return new PastDeals(List.of(Part.of(block)), codes, kinds);
    }

    /** Equal states have equal ones, in whatever process. */
    long fingerprint() {
        return parts.stream().mapToLong(Part::fingerprint).sum();
    }

    Recorded recorded() {
        return parts.stream().map(Part::recorded).reduce(Recorded.NOTHING, Recorded::or);
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
            next.add(part.without(readAgain));
        }
        next.add(Part.of(fresh));
        return new PastDeals(tidy(next), codes, stageKinds);
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
                return Part.of(joined.build());
            }
            joined.copy(parts.get(smallest).block(), next[smallest]++);
        }
    }

    private static boolean before(List<Part> parts, int[] next, int a, int b) {
        HistoryBlock other = parts.get(b).block();
        return parts.get(a).block().compare(next[a], other.idHigh()[next[b]], other.idLow()[next[b]]) < 0;
    }
}
