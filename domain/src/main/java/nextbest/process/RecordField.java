package nextbest.process;

import java.util.Arrays;
import java.util.Optional;
import nextbest.fact.Keyed;

/** What of a deal's record a recommendation can propose to change. Values are texts; the empty text is "nothing on record". */
public enum RecordField implements Keyed {
    /** Key of an open stage of the organisation. */
    STAGE("advance-stage"),
    /** A day, {@code 2026-06-30}. */
    CLOSE_DATE("update-close-date"),
    /** Keys of {@link nextbest.deal.StakeholderRole} with commas between, in order; about a contact. */
    CONTACT_ROLES("add-to-buying-committee"),
    /** Key of {@link nextbest.deal.DiscountState}: the deal desk was asked. */
    DISCOUNT("submit-deal-desk-request"),
    /** Key of {@link nextbest.deal.ReviewState}. */
    LEGAL_REVIEW("route-to-legal-review");

    private final String action;

    RecordField(String action) {
        this.action = action;
    }

    /** The field that carrying out an action of the catalogue changes. */
    public static Optional<RecordField> changedBy(String action) {
        return Arrays.stream(values())
                .filter(field -> field.action.equals(action))
                .findFirst();
    }
}
