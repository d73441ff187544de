package nextbest.vendors.outreach;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import nextbest.process.RecordField;
import nextbest.vendors.Json;
import nextbest.vendors.Mapping;
import nextbest.vendors.Reading;
import nextbest.vendors.StageNames;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/** Changes of opportunities in Outreach: stage, close date and the organisation's own fields. */
final class OutreachDeals implements DealChanges {
    private static final String COLLECTION = "opportunities";

    private final OutreachApi api;
    private final Mapping mapping;

    OutreachDeals(OutreachApi api, Mapping mapping) {
        this.api = Objects.requireNonNull(api, "api");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    static Set<RecordField> changeable(Mapping mapping) {
        return mapping.withOwn(RecordField.STAGE, RecordField.CLOSE_DATE);
    }

    @Override
    public Set<RecordField> changeable() {
        return changeable(mapping);
    }

    private JsonNode deal(String id, RecordField field) {
        if (!changeable().contains(field)) {
            throw DealChanges.notChangeable("Outreach", field);
        }
        return api.find(COLLECTION, id)
                .orElseThrow(() -> new VendorTrouble(Cause.REJECTED, "change a deal: it is not there any more"));
    }

    @Override
    public String value(String deal, RecordField field, String contact) {
        return said(deal(deal, field), field);
    }

    private String said(JsonNode deal, RecordField field) {
        return switch (field) {
            case STAGE ->
                OutreachRecords.related(deal, "opportunityStage")
                        .flatMap(mapping::stage)
                        .orElse("");
            case CLOSE_DATE ->
                Optional.ofNullable(new Reading(deal.path("attributes")).day("closeDate"))
                        .map(Object::toString)
                        .orElse("");
            case DISCOUNT, LEGAL_REVIEW ->
                Json.text(deal.path("attributes"), mapping.own(field).orElseThrow())
                        .orElse("");
            case CONTACT_ROLES -> throw DealChanges.notChangeable("Outreach", field);
        };
    }

    @Override
    public void change(String deal, RecordField field, String contact, String from, String to) {
        String now = said(deal(deal, field), field);
        if (now.equals(to)) {
            return;
        }
        if (!now.equals(from)) {
            throw DealChanges.moved(field);
        }
        switch (field) {
            case STAGE ->
                api.change(
                        "opportunity",
                        COLLECTION,
                        deal,
                        Map.of(),
                        Map.of("opportunityStage", "opportunityStage:" + StageNames.one(mapping, to, List.of())));
            case CLOSE_DATE ->
                api.change("opportunity", COLLECTION, deal, cleared("closeDate", to + "T00:00:00Z", to), Map.of());
            case DISCOUNT, LEGAL_REVIEW ->
                api.change(
                        "opportunity",
                        COLLECTION,
                        deal,
                        cleared(mapping.own(field).orElseThrow(), to, to),
                        Map.of());
            case CONTACT_ROLES -> throw DealChanges.notChangeable("Outreach", field);
        }
    }

    /** Nothing is written as null. */
    private static Map<String, Object> cleared(String attribute, String value, String to) {
        return to.isEmpty() ? java.util.Collections.singletonMap(attribute, null) : Map.of(attribute, value);
    }
}
