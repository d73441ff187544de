package nextbest.vendors.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.deal.StakeholderRole;
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
 * Changes of opportunities: fields of the record, and contact roles, of which a person has one for each role at an opportunity.
 * A request for a discount and a legal review are fields that the organisation has made for itself.
 */
final class SalesforceDeals implements DealChanges {
    /** Roles as an org comes with them; what an administrator has renamed is found among the values that there are. */
    private static final Map<StakeholderRole, String> ROLES = Map.of(
            StakeholderRole.ECONOMIC_BUYER, "Economic Buyer",
            StakeholderRole.EXECUTIVE, "Executive Sponsor",
            StakeholderRole.TECHNICAL_BUYER, "Technical Buyer",
            StakeholderRole.USER, "Business User",
            StakeholderRole.INFLUENCER, "Influencer");

    private final SalesforceApi api;
    private final Mapping mapping;

    SalesforceDeals(SalesforceApi api, Mapping mapping) {
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

    private String name(RecordField field) {
        if (!changeable().contains(field)) {
            throw DealChanges.notChangeable("Salesforce", field);
        }
        return switch (field) {
            case STAGE -> "StageName";
            case CLOSE_DATE -> "CloseDate";
            case DISCOUNT, LEGAL_REVIEW ->
                mapping.own(field)
                        .filter(own -> own.matches("[A-Za-z]\\w*"))
                        .orElseThrow(() -> DealChanges.notChangeable("Salesforce", field));
            case CONTACT_ROLES -> throw new IllegalArgumentException("roles are no field of an opportunity");
        };
    }

    private static VendorTrouble gone() {
        return new VendorTrouble(Cause.REJECTED, "change a deal: it is not there any more");
    }

    @Override
    public String value(String deal, RecordField field, String contact) {
        return field == RecordField.CONTACT_ROLES ? keys(roles(deal, contact)) : said(field, look(deal, name(field)));
    }

    private JsonNode look(String deal, String field) {
        if (!SalesforceTable.isId(deal)) {
            throw gone();
        }
        return api.find("look at a deal", "sobjects/Opportunity/" + deal + "?fields=" + field)
                .orElseThrow(SalesforceDeals::gone);
    }

    private String said(RecordField field, JsonNode record) {
        Optional<String> text = Json.text(record, name(field));
        return switch (field) {
            case STAGE -> text.flatMap(mapping::stage).orElse("");
            case CLOSE_DATE ->
                Optional.ofNullable(new Reading(record).day("CloseDate"))
                        .map(Object::toString)
                        .orElse("");
            case DISCOUNT, LEGAL_REVIEW, CONTACT_ROLES -> text.orElse("");
        };
    }

    @Override
    public void change(String deal, RecordField field, String contact, String from, String to) {
        if (field == RecordField.CONTACT_ROLES) {
            changeRoles(deal, contact, from, to);
            return;
        }
        String name = name(field);
        String now = said(field, look(deal, name));
        if (now.equals(to)) {
            return;
        }
        if (!now.equals(from)) {
            throw DealChanges.moved(field);
        }
        Map<String, Object> fields = new TreeMap<>();
        // an empty value is null in JSON: the field is cleared
        fields.put(name, field == RecordField.STAGE ? StageNames.one(mapping, to, stages()) : to.isEmpty() ? null : to);
        var unused =
                api.change("change " + field.key() + " of a deal", "PATCH", "sobjects/Opportunity/" + deal, fields);
        assert unused != null;
    }

    /** Those in use, in the order of the process. */
    private List<String> stages() {
        List<String> stages = new ArrayList<>();
        api.query("read stages", "SELECT ApiName FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder")
                .forEach(stage -> Json.text(stage, "ApiName").ifPresent(stages::add));
        return stages;
    }

    // ------------------------------------------------------------------------------------------------ roles

    /** A role that a person has at an opportunity. */
    private record Part(String id, String role) {
        Optional<StakeholderRole> ours() {
            return Reading.roleOf(role);
        }
    }

    private List<Part> roles(String deal, String contact) {
        if (!SalesforceTable.isId(contact)) {
            throw new VendorTrouble(Cause.REJECTED, "change the roles of a person: it is no person of Salesforce's");
        }
        var found = look(deal, "Id");
        assert found != null;
        return api
                .query(
                        "read the roles of a person",
                        "SELECT Id, OpportunityId, ContactId, Role FROM OpportunityContactRole WHERE OpportunityId IN ("
                                + SalesforceTable.list(List.of(deal)) + ")")
                .stream()
                .filter(one -> first15(one.path("ContactId").asString()).equals(first15(contact)))
                .map(one -> new Part(
                        SalesforceRecords.id(one), Json.text(one, "Role").orElse("")))
                .toList();
    }

    private static String first15(String id) {
        return id.length() == 18 ? id.substring(0, 15) : id;
    }

    private static String keys(List<Part> parts) {
        Set<String> keys = new TreeSet<>();
        parts.forEach(part -> part.ours().map(StakeholderRole::key).ifPresent(keys::add));
        return String.join(",", keys);
    }

    /** All of it in one request, or none. A part without a role that we know stays as it is. */
    private void changeRoles(String deal, String contact, String from, String to) {
        List<Part> there = roles(deal, contact);
        String now = keys(there);
        if (now.equals(to)) {
            return;
        }
        if (!now.equals(from)) {
            throw DealChanges.moved(RecordField.CONTACT_ROLES);
        }
        Set<String> wanted = new TreeSet<>(to.isEmpty() ? List.of() : List.of(to.split(",", -1)));
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Part part : there) {
            part.ours().map(StakeholderRole::key).ifPresent(key -> {
                if (!wanted.remove(key)) {
                    steps.add(Map.of(
                            "method", "DELETE",
                            "url", "sobjects/OpportunityContactRole/" + part.id(),
                            "referenceId", "r" + steps.size()));
                }
            });
        }
        for (String key : wanted) {
            steps.add(Map.of(
                    "method",
                    "POST",
                    "url",
                    "sobjects/OpportunityContactRole",
                    "referenceId",
                    "r" + steps.size(),
                    "body",
                    Map.of("OpportunityId", deal, "ContactId", contact, "Role", theirs(key))));
        }
        var unused = api.changeTogether("change the roles of a person", steps);
        assert unused != null;
    }

    private static String theirs(String key) {
        return ROLES.entrySet().stream()
                .filter(entry -> entry.getKey().key().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new VendorTrouble(
                        Cause.REJECTED,
                        "change the roles of a person: Salesforce comes with no role that stands for '" + key
                                + "'; allowed are "
                                + String.join(
                                        ", ",
                                        ROLES.keySet().stream()
                                                .map(StakeholderRole::key)
                                                .sorted()
                                                .toList())));
    }
}
