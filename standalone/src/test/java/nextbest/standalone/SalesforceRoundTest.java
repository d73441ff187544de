package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import nextbest.vendors.salesforce.FakeSalesforce;

/** A full round with Salesforce. */
class SalesforceRoundTest extends VendorRound {
    private static final String ORGANISATION = "00D000000000001AAA";

    @Override
    World world() {
        FakeSalesforce salesforce = new FakeSalesforce(InstantSource.system());
        String rita = salesforce.create("User", Map.of("Name", "Rita Rep", "Email", "rita@example.com"));
        return new World() {
            @Override
            public String vendor() {
                return "salesforce";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of(
                        "instance",
                        salesforce.base(),
                        "client-id",
                        "id",
                        "client-secret",
                        "consumer-secret",
                        "webhook-secret",
                        ORGANISATION);
            }

            @Override
            public List<String> secrets() {
                return List.of("consumer-secret", ORGANISATION);
            }

            @Override
            public String deal() {
                String client =
                        salesforce.create("Account", Map.of("Name", "Northwind Pumps", "NumberOfEmployees", 420));
                String contact = salesforce.create("Contact", Map.of("Name", "Carla Conti", "AccountId", client));
                String deal = salesforce.create(
                        "Opportunity",
                        Map.of(
                                "Name",
                                "Pumps for the north",
                                "StageName",
                                "Qualification",
                                "Amount",
                                48_000,
                                "OwnerId",
                                rita,
                                "AccountId",
                                client));
                salesforce.role(deal, contact, "Economic Buyer");
                return deal;
            }

            @Override
            public List<String> tasks() {
                return salesforce.all("Task").stream()
                        .map(task -> (String) task.get("Id"))
                        .toList();
            }

            @Override
            public void check(String task, String deal, String key, String title) {
                assertThat(salesforce.all("Task").getFirst())
                        .containsEntry("OwnerId", rita)
                        .containsEntry("WhatId", deal)
                        .containsEntry("Priority", "High")
                        .containsEntry("Nextbest_Key__c", key)
                        .hasEntrySatisfying(
                                "Description",
                                text -> assertThat(text).asString().contains(title));
            }

            @Override
            public void knockInVain(URI hook, String task) {
                assertThat(FakeSalesforce.call(hook, "00D000000000002AAA", "Task", task))
                        .isFalse();
                String address = hook.toString();
                URI wrong = URI.create(address.substring(0, address.length() - 4) + "0000");
                assertThat(FakeSalesforce.call(wrong, ORGANISATION, "Task", task))
                        .isFalse();
                assertThat(FakeSalesforce.call(hook, ORGANISATION, "Task", task))
                        .isTrue();
            }

            @Override
            public void complete(URI hook, String task) {
                salesforce.change("Task", task, Map.of("IsClosed", true, "Status", "Completed"));
                assertThat(FakeSalesforce.call(hook, ORGANISATION, "Task", task))
                        .isTrue();
            }

            @Override
            public void win(URI hook, String deal) {
                salesforce.change("Opportunity", deal, Map.of("StageName", "Closed Won", "Amount", 45_000));
                assertThat(FakeSalesforce.call(hook, ORGANISATION, "Opportunity", deal))
                        .isTrue();
            }

            @Override
            public void close() {
                salesforce.close();
            }
        };
    }
}
