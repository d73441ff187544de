package nextbest.vendors;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nextbest.process.RecordField;

/**
 * How a vendor's stages and fields are called with us. Proposed from the vendor's metadata, confirmed by a person.
 *
 * @param stages key of our stage by the vendor's id of a stage
 * @param fields the vendor's name of a field by ours, for fields that each organisation has made for itself; of a vendor of
 *     calls the names of trackers, with ; between them, by the signal that they stand for
 * @param currency ISO 4217, for amounts that name none
 */
public record Mapping(Map<String, String> stages, Map<String, String> fields, String currency) {
    public Mapping {
        stages = java.util.Collections.unmodifiableMap(new TreeMap<>(stages));
        fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("a currency is an ISO 4217 code such as EUR, but is '" + currency + "'");
        }
    }

    public static Mapping empty(String currency) {
        return new Mapping(Map.of(), Map.of(), currency);
    }

    public Optional<String> stage(String theirs) {
        return Optional.ofNullable(stages.get(theirs));
    }

    /** The vendor's field for one of a deal's that systems do not come with: an organisation makes it for itself. */
    public Optional<String> own(RecordField field) {
        return switch (field) {
            case DISCOUNT -> Optional.ofNullable(fields.get("discount"));
            case LEGAL_REVIEW -> Optional.ofNullable(fields.get("legalReview"));
            case STAGE, CLOSE_DATE, CONTACT_ROLES -> Optional.empty();
        };
    }

    /** These, and those of the organisation's own that are mapped. */
    public Set<RecordField> withOwn(RecordField first, RecordField... rest) {
        Set<RecordField> all = EnumSet.of(first, rest);
        Arrays.stream(RecordField.values())
                .filter(field -> own(field).isPresent())
                .forEach(all::add);
        return all;
    }
}
