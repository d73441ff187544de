package nextbest.vendors.hubspot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Keyed;
import nextbest.process.RecordField;
import nextbest.vendors.Json;
import nextbest.vendors.Mapping;
import nextbest.vendors.Reading;
import nextbest.vendors.StageNames;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.port.VendorTrouble.Cause;
import tools.jackson.databind.JsonNode;

/**
 * Changes of deals in HubSpot: properties of the deal, and the labels of its ties to people, which are what HubSpot has for roles.
 * A request for a discount and a legal review are properties that the organisation has made for itself.
 */
final class HubSpotDeals implements DealChanges {
    private final HubSpotApi api;
    private final Mapping mapping;

    HubSpotDeals(HubSpotApi api, Mapping mapping) {
        this.api = Objects.requireNonNull(api, "api");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    static Set<RecordField> changeable(Mapping mapping) {
        return mapping.withOwn(RecordField.STAGE, RecordField.CLOSE_DATE, RecordField.CONTACT_ROLES);
    }

    @Override
    public Set<RecordField> changeable() {
        return changeable(mapping);
    }

    private String property(RecordField field) {
        if (!changeable().contains(field)) {
            throw DealChanges.notChangeable("HubSpot", field);
        }
        return switch (field) {
            case STAGE -> "dealstage";
            case CLOSE_DATE -> "closedate";
            case DISCOUNT, LEGAL_REVIEW -> mapping.own(field).orElseThrow();
            case CONTACT_ROLES -> throw new IllegalArgumentException("roles are no property of a deal");
        };
    }

    private static String path(String deal) {
        return "/crm/v3/objects/deals/" + HubSpotLine.encoded(deal);
    }

    private JsonNode properties(String deal, String... names) {
        return api.find("look at a deal", path(deal) + "?properties=" + String.join(",", names))
                .orElseThrow(HubSpotDeals::gone)
                .path("properties");
    }

    private static VendorTrouble gone() {
        return new VendorTrouble(Cause.REJECTED, "change a deal: it is not there any more");
    }

    @Override
    public String value(String deal, RecordField field, String contact) {
        if (field == RecordField.CONTACT_ROLES) {
            return roles(labels(deal, contact));
        }
        return said(field, properties(deal, property(field)));
    }

    private String said(RecordField field, JsonNode properties) {
        String name = property(field);
        return switch (field) {
            case STAGE -> Json.text(properties, name).flatMap(mapping::stage).orElse("");
            case CLOSE_DATE ->
                Optional.ofNullable(new Reading(properties).day(name))
                        .map(Object::toString)
                        .orElse("");
            case DISCOUNT, LEGAL_REVIEW, CONTACT_ROLES ->
                Json.text(properties, name).orElse("");
        };
    }

    @Override
    public void change(String deal, RecordField field, String contact, String from, String to) {
        if (field == RecordField.CONTACT_ROLES) {
            changeRoles(deal, contact, from, to);
            return;
        }
        JsonNode before = properties(deal, property(field), "pipeline");
        String now = said(field, before);
        if (now.equals(to)) {
            return;
        }
        if (!now.equals(from)) {
            throw DealChanges.moved(field);
        }
        String value = switch (field) {
            case STAGE -> StageNames.one(mapping, to, stages(Json.text(before, "pipeline")));
            case CLOSE_DATE -> to.isEmpty() ? "" : to + "T00:00:00Z";
            case DISCOUNT, LEGAL_REVIEW, CONTACT_ROLES -> to;
        };
        var unused = api.change(
                "change " + field.key() + " of a deal",
                "PATCH",
                path(deal),
                Map.of("properties", Map.of(property(field), value)));
        assert unused != null;
    }

    /** A stage belongs to one pipeline, and a deal stays in its own. */
    private List<String> stages(Optional<String> pipeline) {
        List<String> stages = new ArrayList<>();
        pipeline.ifPresent(id -> api.get(
                        "read the stages of a pipeline",
                        "/crm/v3/pipelines/deals/" + HubSpotLine.encoded(id) + "/stages")
                .path("results")
                .forEach(stage -> Json.text(stage, "id").ifPresent(stages::add)));
        return stages;
    }

    // ------------------------------------------------------------------------------------------------ roles

    /** A name that a tie can have. */
    private record Label(String category, int type, String name) {}

    /** Those that a tie of a deal and a person has. */
    private List<Label> labels(String deal, String contact) {
        JsonNode ties = api.find(
                        "look at the people of a deal",
                        "/crm/v4/objects/deals/" + HubSpotLine.encoded(deal) + "/associations/contacts?limit=500")
                .orElseThrow(HubSpotDeals::gone);
        List<Label> labels = new ArrayList<>();
        for (JsonNode tie : ties.path("results")) {
            if (tie.path("toObjectId").asString().equals(contact)) {
                tie.path("associationTypes").forEach(type -> labels.add(label(type)));
            }
        }
        return labels;
    }

    private static Label label(JsonNode type) {
        return new Label(
                type.path("category").asString(),
                type.path("typeId").asInt(),
                Json.text(type, "label").orElse(""));
    }

    private static String roles(List<Label> labels) {
        Set<String> keys = new TreeSet<>();
        labels.forEach(
                label -> Reading.roleOf(label.name()).map(StakeholderRole::key).ifPresent(keys::add));
        return String.join(",", keys);
    }

    /** Labels that are no roles stay as they are. */
    private void changeRoles(String deal, String contact, String from, String to) {
        List<Label> there = labels(deal, contact);
        String now = roles(there);
        if (now.equals(to)) {
            return;
        }
        if (!now.equals(from)) {
            throw DealChanges.moved(RecordField.CONTACT_ROLES);
        }
        Map<String, Label> known = new LinkedHashMap<>();
        api.get("read the names of ties", "/crm/v4/associations/deals/contacts/labels")
                .path("results")
                .forEach(type -> Reading.roleOf(Json.text(type, "label").orElse(""))
                        .ifPresent(role -> known.putIfAbsent(role.key(), label(type))));
        List<Label> wanted = new ArrayList<>(there.stream()
                .filter(label -> Reading.roleOf(label.name()).isEmpty())
                .toList());
        for (String role : to.isEmpty() ? List.<String>of() : List.of(to.split(",", -1))) {
            wanted.add(Optional.ofNullable(known.get(role))
                    .orElseThrow(() -> new VendorTrouble(
                            Cause.REJECTED,
                            "change the roles of a person: no label of ties between deals and contacts stands for '"
                                    + role + "'; allowed are " + String.join(", ", known.keySet()) + " ("
                                    + Keyed.allowed(StakeholderRole.class) + " where there are labels for them)")));
        }
        String tie = "/crm/v4/objects/deals/" + HubSpotLine.encoded(deal) + "/associations/contacts/"
                + HubSpotLine.encoded(contact);
        if (wanted.isEmpty()) {
            api.put(
                    "put a person to a deal",
                    "/crm/v4/objects/deals/" + HubSpotLine.encoded(deal) + "/associations/default/contacts/"
                            + HubSpotLine.encoded(contact));
            return;
        }
        var unused = api.change(
                "change the roles of a person",
                "PUT",
                tie,
                wanted.stream()
                        .map(label ->
                                Map.of("associationCategory", label.category(), "associationTypeId", label.type()))
                        .toList());
        assert unused != null;
    }
}
