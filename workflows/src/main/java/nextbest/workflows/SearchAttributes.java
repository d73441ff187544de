package nextbest.workflows;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/**
 * What operators find subjects by. Nothing personal: ids and bands only. The visibility store of a small installation has
 * room for about ten keywords; these are five.
 */
public final class SearchAttributes {
    /** Where in the loop a subject is: {@code analyze}, {@code present}, {@code track}, {@code paused} and so on. */
    public static final SearchAttributeKey<String> STAGE = SearchAttributeKey.forKeyword("NextbestStage");
    /** Id of the rep. */
    public static final SearchAttributeKey<String> REP = SearchAttributeKey.forKeyword("NextbestRep");
    /** Segment as statistics group it. */
    public static final SearchAttributeKey<String> SEGMENT = SearchAttributeKey.forKeyword("NextbestSegment");
    /** {@code high}, {@code medium}, {@code low}, or {@code none} while there is no card. */
    public static final SearchAttributeKey<String> URGENCY = SearchAttributeKey.forKeyword("NextbestUrgency");
    /** {@code under-1k}, {@code under-10k}, {@code under-100k}, {@code from-100k} or {@code unknown}, in major units. */
    public static final SearchAttributeKey<String> AMOUNT_BAND = SearchAttributeKey.forKeyword("NextbestAmountBand");

    private SearchAttributes() {}

    /** All of them, to be registered with the server. */
    public static List<SearchAttributeKey<String>> all() {
        return List.of(STAGE, REP, SEGMENT, URGENCY, AMOUNT_BAND);
    }
}
