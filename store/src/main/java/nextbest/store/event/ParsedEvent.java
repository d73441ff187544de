package nextbest.store.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nextbest.event.EventData;
import nextbest.event.EventEnvelope;
import nextbest.event.FieldType.Reference;
import nextbest.identity.ExternalRef;

/**
 * An event whose fields have been read.
 *
 * @param position its place in the batch
 */
record ParsedEvent(int position, EventEnvelope envelope, EventData data) {

    /** The entity that this event brings into being or describes, if any. */
    Optional<ExternalRef> declares() {
        return switch (envelope.type()) {
            case DEAL, CLIENT -> envelope.subject().map(s -> s.external());
            case COMPANY -> own("company");
            case CONTACT -> own("contact");
            case PRODUCT -> own("product");
            case DOCUMENT -> own("document");
            case REP -> own("rep");
            case ASSET -> own("asset");
            case RESOURCE -> own("resource");
            case HOUSE_VIEW -> own("house-view");
            case OCCASION -> own("occasion");
            case HOLDING,
                    EDGE,
                    NOTE,
                    ACTIVITY,
                    SIGNAL,
                    STAGE_CHANGE,
                    OUTCOME,
                    REP_AVAILABILITY,
                    EXPOSURE_ELSEWHERE,
                    CONSENT,
                    MERGE,
                    DELETE,
                    CORRECTION -> Optional.empty();
        };
    }

    /** Everything else that must be known for the event to make sense, with the field that names it. */
    List<Needed> needs() {
        List<Needed> needed = new ArrayList<>();
        Optional<ExternalRef> declared = declares();
        envelope.subject()
                .map(s -> s.external())
                .filter(ref -> declared.filter(ref::equals).isEmpty())
                .ifPresent(ref -> needed.add(new Needed("subject", ref)));
        data.values().forEach((field, value) -> {
            if (value instanceof Reference reference) {
                needed.add(new Needed("data." + field, external(reference)));
            } else if (value instanceof List<?> list) {
                list.stream()
                        .filter(Reference.class::isInstance)
                        .map(Reference.class::cast)
                        .forEach(reference -> needed.add(new Needed("data." + field, external(reference))));
            }
        });
        return needed;
    }

    ExternalRef external(Reference reference) {
        return new ExternalRef(reference.source().orElse(envelope.source()), reference.entity(), reference.id());
    }

    private Optional<ExternalRef> own(String type) {
        return data.text("id").map(id -> new ExternalRef(envelope.source(), type, id));
    }

    /** A reference and the field that it stands in. */
    record Needed(String field, ExternalRef ref) {}
}
