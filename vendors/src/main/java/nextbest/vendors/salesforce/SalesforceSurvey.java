package nextbest.vendors.salesforce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import nextbest.vendors.Survey;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.VendorTrouble;
import tools.jackson.databind.JsonNode;

/** Looks at an org of Salesforce. */
final class SalesforceSurvey {
    private final SalesforceApi api;

    SalesforceSurvey(SalesforceApi api) {
        this.api = Objects.requireNonNull(api, "api");
    }

    Survey look() {
        JsonNode org = api.query("read the organisation", "SELECT Id, Name FROM Organization LIMIT 1")
                .getFirst();
        List<Survey.TheirStage> stages = new ArrayList<>();
        api.query(
                        "read stages",
                        "SELECT ApiName, MasterLabel, IsClosed, IsWon, DefaultProbability FROM OpportunityStage"
                                + " WHERE IsActive = true ORDER BY SortOrder")
                .forEach(stage -> stages.add(new Survey.TheirStage(
                        stage.path("ApiName").asString(),
                        stage.path("MasterLabel").asString(),
                        stage.path("IsClosed").asBoolean(false),
                        stage.path("IsWon").asBoolean(false),
                        stage.path("DefaultProbability").asDouble(-100) / 100)));
        Map<String, String> fields = new TreeMap<>();
        api.get("describe opportunities", "sobjects/Opportunity/describe")
                .path("fields")
                .forEach(field -> {
                    if (field.path("custom").asBoolean(false)) {
                        fields.put(
                                field.path("name").asString(),
                                field.path("type").asString());
                    }
                });
        Map<Capability, String> missing = new LinkedHashMap<>();
        probe(Capability.READ_REPS, SalesforceTable.USER, missing);
        probe(Capability.READ_PEOPLE, SalesforceTable.ACCOUNT, missing);
        probe(Capability.READ_PEOPLE, SalesforceTable.CONTACT, missing);
        probe(Capability.READ_DEALS, SalesforceTable.OPPORTUNITY, missing);
        probe(Capability.READ_ACTIVITIES, SalesforceTable.EVENT, missing);
        return new Survey(org.path("Id").asString(), stages, fields, missing);
    }

    private void probe(Capability capability, SalesforceTable table, Map<Capability, String> missing) {
        Survey.denial(
                        () -> api.query("look at " + table.object(), table.query(List.of("Id"), List.of(), " LIMIT 1")),
                        VendorTrouble.Cause.FORBIDDEN,
                        VendorTrouble.Cause.REJECTED)
                .ifPresent(said -> missing.put(capability, said));
    }
}
