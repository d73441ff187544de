package nextbest.store.evidence;

import nextbest.deal.DealSnapshot;
import nextbest.deal.SizeBand;

/** The segment of a deal: industry and size of the buyer's company. Statistics are kept per segment. */
public final class Segments {
    /** What stands for a part that nobody said. */
    public static final String UNKNOWN = "unknown";

    private static final char SEPARATOR = '/';

    private Segments() {}

    /** For example {@code manufacturing/mid}; a part that is not known is {@value #UNKNOWN} and is kept. */
    public static String of(DealSnapshot deal) {
        return of(
                deal.company().industry().asOptional().orElse(UNKNOWN),
                deal.company().size().asOptional().map(SizeBand::key).orElse(UNKNOWN));
    }

    static String of(String industry, String size) {
        String name = industry.isBlank() ? UNKNOWN : industry.strip().replace(SEPARATOR, ' ');
        return name + SEPARATOR + size;
    }
}
