package nextbest.store.decision;

import java.util.Locale;
import nextbest.deal.DealSnapshot;
import nextbest.deal.SizeBand;

/** How statistics group deals: by industry and size of the company. What is not known is a group of its own. */
public final class Segments {
    private Segments() {}

    /** For example {@code retail/mid}; {@code unknown/unknown} where nothing is known. */
    public static String of(DealSnapshot deal) {
        String industry =
                deal.company().industry().asOptional().orElse("unknown").toLowerCase(Locale.ROOT);
        String size = deal.company().size().asOptional().map(SizeBand::key).orElse("unknown");
        return industry + "/" + size;
    }
}
