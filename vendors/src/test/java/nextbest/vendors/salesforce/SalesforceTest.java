package nextbest.vendors.salesforce;

import static nextbest.vendors.Asking.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.process.RecordField;
import nextbest.vendors.Tokens;
import nextbest.vendors.http.Gate;
import nextbest.vendors.http.Limit;
import nextbest.vendors.http.Toll;
import nextbest.vendors.port.DealChanges;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble.Cause;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is Salesforce's own: its limit per day, its errors, its sessions, its unsigned messages. */
class SalesforceTest {
    private final SalesforceWorld world = new SalesforceWorld();
    private final FakeSalesforce fake = world.fake;

    @AfterEach
    void close() {
        world.close();
    }

    private Page readUsers(Gate gate) {
        return world.line(Map.of(), gate).source().read(Kind.REP, Optional.empty(), Optional.empty());
    }

    @Test
    void theDaysCallsAreA403AndClosedForAWhile() {
        fake.allow(0);
        List<String> closed = new ArrayList<>();
        Gate gate = new Gate() {
            @Override
            public Duration pay(List<Toll> tolls) {
                return Duration.ZERO;
            }

            @Override
            public void close(Limit limit, Duration during) {
                closed.add(limit.scope() + " " + during);
            }
        };
        trouble(Cause.THROTTLED, () -> readUsers(gate));
        assertThat(closed).contains("daily PT15M");
        closed.clear();
        // 1 of 1 calls is more than 97 %: the answer is good, and the rest is left to others
        fake.allow(1);
        assertThat(readUsers(gate).items()).isEmpty();
        assertThat(closed).containsExactly("daily PT15M");
    }

    @Test
    void aSessionThatEndedIsMintedAnewOnce() {
        var line = world.line();
        line.source().read(Kind.REP, Optional.empty(), Optional.empty());
        fake.endSession();
        line.source().read(Kind.REP, Optional.empty(), Optional.empty());
        assertThat(fake.minted()).isEqualTo(2);
    }

    @Test
    void aKeyIsEnoughWithoutASecretAndABadOneIsNotQuoted() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair pair = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";
        fake.trust(pair.getPublic());
        Map<String, String> key = Map.of("client-secret", "", "private-key", pem, "username", "sync@example.com");
        assertThat(world.line(key, Gate.open(), Tokens.inMemory(world::now))
                        .source()
                        .read(Kind.REP, Optional.empty(), Optional.empty())
                        .items())
                .isEmpty();
        generator.initialize(2_048);
        fake.trust(generator.generateKeyPair().getPublic());
        trouble(
                Cause.UNAUTHORISED,
                () -> world.line(key, Gate.open(), Tokens.inMemory(world::now))
                        .source()
                        .read(Kind.REP, Optional.empty(), Optional.empty()));
        Map<String, String> bad = Map.of("client-secret", "", "private-key", "AAAA", "username", "sync@example.com");
        Tokens none = Tokens.inMemory(world::now);
        assertThatThrownBy(() ->
                        world.line(bad, Gate.open(), none).source().read(Kind.REP, Optional.empty(), Optional.empty()))
                .hasMessageContaining("PEM")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void aTaskAndItsRecommendationAreWrittenTogetherOrNotAtAll() {
        String deal = fake.create("Opportunity", Map.of("Name", "Deal", "StageName", "Qualification"));
        var line = world.line(Map.of("recommendation-object", FakeSalesforce.RECOMMENDATION), Gate.open());
        line.prepareWriting();
        Tasks tasks = line.tasks().orElseThrow();
        Tasks.Draft draft = new Tasks.Draft("k1", "Call", "Why", world.now(), true, Optional.empty(), deal, "call");
        String task = tasks.write(draft);
        assertThat(tasks.write(draft)).as("the same once more").isEqualTo(task);
        assertThat(fake.all("Task")).hasSize(1);
        assertThat(fake.all(FakeSalesforce.RECOMMENDATION))
                .singleElement()
                .satisfies(record -> assertThat(record)
                        .containsEntry("Nextbest_Key__c", "k1")
                        .containsEntry("Opportunity__c", deal)
                        .containsEntry("Action__c", "call"));
        fake.lock(1);
        Tasks.Draft other = new Tasks.Draft("k2", "Call", "Why", world.now(), true, Optional.empty(), deal, "call");
        assertThat(trouble(Cause.UNAVAILABLE, () -> tasks.write(other))).hasMessageContaining("UNABLE_TO_LOCK_ROW");
        assertThat(fake.all("Task")).hasSize(1);
        assertThat(fake.all(FakeSalesforce.RECOMMENDATION)).hasSize(1);
        fake.cutAfterUpsert();
        trouble(Cause.UNCERTAIN, () -> tasks.write(other));
        assertThat(tasks.find(other)).isPresent();
    }

    @Test
    void thePartsOfAPersonAreChangedTogetherAndPutBack() {
        String contact = world.contact("Ann", world.client("Acme"));
        String deal = fake.create("Opportunity", Map.of("Name", "Deal", "StageName", "Qualification"));
        fake.role(deal, contact, "Economic Buyer");
        fake.role(deal, contact, "Godparent");
        DealChanges changes = world.line().dealChanges().orElseThrow();
        assertThat(changes.value(deal, RecordField.CONTACT_ROLES, contact)).isEqualTo("economic-buyer");
        String both = "executive,technical-buyer";
        changes.change(deal, RecordField.CONTACT_ROLES, contact, "economic-buyer", both);
        changes.change(deal, RecordField.CONTACT_ROLES, contact, "economic-buyer", both);
        assertThat(changes.value(deal, RecordField.CONTACT_ROLES, contact)).isEqualTo(both);
        trouble(
                Cause.REJECTED,
                () -> changes.change(deal, RecordField.CONTACT_ROLES, contact, "economic-buyer", "user"));
        // of two that are to change together one is locked: none is changed
        fake.lock(1);
        trouble(
                Cause.UNAVAILABLE,
                () -> changes.change(deal, RecordField.CONTACT_ROLES, contact, both, "economic-buyer"));
        assertThat(changes.value(deal, RecordField.CONTACT_ROLES, contact)).isEqualTo(both);
        changes.change(deal, RecordField.CONTACT_ROLES, contact, both, "economic-buyer");
        assertThat(changes.value(deal, RecordField.CONTACT_ROLES, contact)).isEqualTo("economic-buyer");
        assertThat(String.valueOf(fake.all("Opportunity").getFirst().get("OpportunityContactRoles")))
                .as("what we have no word for stays")
                .contains("Godparent");
        trouble(
                Cause.REJECTED,
                () -> changes.change(deal, RecordField.CONTACT_ROLES, contact, "economic-buyer", "champion"));
    }

    @Test
    void aCloseDateCannotBeTakenAwayWhereTheVendorWantsOne() {
        String deal = fake.create(
                "Opportunity", Map.of("Name", "Deal", "StageName", "Qualification", "CloseDate", "2026-06-30"));
        DealChanges changes = world.line().dealChanges().orElseThrow();
        assertThat(trouble(Cause.REJECTED, () -> changes.change(deal, RecordField.CLOSE_DATE, "", "2026-06-30", "")))
                .hasMessageContaining("REQUIRED_FIELD_MISSING");
    }

    @Test
    void whatARepAnswersInTheRecommendationIsReadBack() {
        String deal = fake.create("Opportunity", Map.of("Name", "Deal", "StageName", "Qualification"));
        Tasks tasks = world.line(Map.of("recommendation-object", FakeSalesforce.RECOMMENDATION), Gate.open())
                .tasks()
                .orElseThrow();
        Map<String, Tasks.State> expected = new java.util.TreeMap<>();
        for (String answer : List.of("Done", "Dismissed", "Later")) {
            String task = tasks.write(
                    new Tasks.Draft("k-" + answer, "Call", "Why", world.now(), true, Optional.empty(), deal, "call"));
            String record =
                    (String) fake.all(FakeSalesforce.RECOMMENDATION).getLast().get("Id");
            fake.change(FakeSalesforce.RECOMMENDATION, record, Map.of("Answer__c", answer));
            expected.put(
                    task,
                    switch (answer) {
                        case "Done" -> Tasks.State.COMPLETED;
                        case "Dismissed" -> Tasks.State.DELETED;
                        default -> Tasks.State.OPEN;
                    });
        }
        tasks.standings(expected.keySet())
                .forEach((task, standing) -> assertThat(standing.state()).isEqualTo(expected.get(task)));
    }

    @Test
    void anObjectForRecommendationsThatLacksAFieldIsSaidBeforeAnythingIsWritten() {
        fake.takeAway(FakeSalesforce.RECOMMENDATION, "Answer__c");
        var line = world.line(Map.of("recommendation-object", FakeSalesforce.RECOMMENDATION), Gate.open());
        assertThat(trouble(Cause.REJECTED, line::prepareWriting)).hasMessageContaining("Answer__c");
    }

    @Test
    void aTimeOutAfterTheWriteIsUncertainAndTheTaskIsFound() {
        String deal = fake.create("Opportunity", Map.of("Name", "Deal", "StageName", "Qualification"));
        Tasks tasks = world.line().tasks().orElseThrow();
        Tasks.Draft draft = new Tasks.Draft("k1", "Call", "Why", world.now(), false, Optional.empty(), deal, "call");
        fake.cutAfterUpsert();
        trouble(Cause.UNCERTAIN, () -> tasks.write(draft));
        String written = tasks.find(draft).orElseThrow();
        assertThat(tasks.write(draft)).isEqualTo(written);
        assertThat(fake.all("Task")).hasSize(1);
    }

    /** 300: the vendor holds several records with the key. Nothing is written, and a person hears of it. */
    @Test
    void aKeyThatMatchesSeveralRecordsIsRefused() {
        fake.create("Task", Map.of("Nextbest_Key__c", "k1"));
        fake.create("Task", Map.of("Nextbest_Key__c", "k1"));
        Tasks tasks = world.line().tasks().orElseThrow();
        trouble(
                Cause.REJECTED,
                () -> tasks.write(
                        new Tasks.Draft("k1", "Call", "", world.now(), false, Optional.empty(), "006", "call")));
    }

    @Test
    void aMissingFieldForTheKeyIsSaidWithWhatToDo() {
        fake.withoutKey();
        assertThatThrownBy(() -> world.line().prepareWriting())
                .hasMessageContainingAll("Nextbest_Key__c", "external id", "docs/vendor/salesforce.md");
    }

    @Test
    void anOddOpportunityIsReadWithoutWhatIsOdd() {
        String contact = fake.create("Contact", Map.of("Name", "Ann"));
        String deal = fake.create(
                "Opportunity",
                Map.of(
                        "Name",
                        "Deal",
                        "StageName",
                        "Made up",
                        "Amount",
                        "many",
                        "CloseDate",
                        "soon",
                        "Rivals__c",
                        "Initech"));
        fake.role(deal, contact, "Soothsayer");
        Item item =
                world.line().source().reread(Kind.DEAL, Set.of(deal)).items().getLast();
        assertThat(item.says()).hasSize(1);
        assertThat(item.says().getFirst().data())
                .containsEntry("competitors", List.of("Initech"))
                .containsEntry("amount", null)
                .doesNotContainKey("stage");
        assertThat(item.oddities())
                .extracting(Item.Oddity::field)
                .containsExactlyInAnyOrder("Amount", "CloseDate", "StageName", "OpportunityContactRole.Role");
    }

    @Test
    void whatWeWroteDoesNotComeBackAsAnActivity() {
        String deal = fake.create("Opportunity", Map.of("Name", "Deal"));
        fake.create("Task", Map.of("Nextbest_Key__c", "k1", "IsClosed", true, "WhatId", deal));
        fake.create("Task", Map.of("IsClosed", true, "WhatId", deal, "TaskSubtype", "Call", "Subject", "Rang"));
        Page page = world.line().source().read(Kind.ACTIVITY, Optional.empty(), Optional.empty());
        assertThat(page.items())
                .singleElement()
                .satisfies(item -> assertThat(item.says().getFirst().data())
                        .containsEntry("kind", "call")
                        .containsEntry("summary", "Rang"));
    }

    @Test
    void anOrgWithoutOurFieldIsReadAllTheSame() {
        fake.withoutKey();
        String deal = fake.create("Opportunity", Map.of("Name", "Deal"));
        fake.create("Task", Map.of("IsClosed", true, "WhatId", deal));
        assertThat(world.line()
                        .source()
                        .read(Kind.ACTIVITY, Optional.empty(), Optional.empty())
                        .items())
                .hasSize(1);
    }

    private static final String MESSAGE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>
             <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
              <OrganizationId>00D000000000001AAA</OrganizationId><ActionId>04k1</ActionId>
              <Notification><Id>04l1</Id>
               <sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
                <sf:Id>006000000000001AAA</sf:Id><sf:Name>Deal</sf:Name></sObject></Notification>
              <Notification><Id>04l2</Id>
               <sObject xsi:type="sf:Task" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
                <sf:Id>00T000000000001AAA</sf:Id></sObject></Notification>
             </notifications></soapenv:Body></soapenv:Envelope>""";

    private static Incoming message(String text) {
        return new Incoming(
                "POST",
                URI.create("https://nextbest.example.com/webhooks/t/salesforce/key"),
                Map.of(),
                text.getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);
    }

    private final Webhooks webhooks = new Salesforce().webhooks().orElseThrow();

    @Test
    void aMessageOfOurOrganisationHintsAtItsRecordsAndIsAcknowledged() {
        // the id with and without its check of case
        for (String organisation : List.of("00D000000000001AAA", "00D000000000001")) {
            assertThat(webhooks.check(message(MESSAGE), List.of(organisation))).isInstanceOf(Verdict.Genuine.class);
        }
        assertThat(webhooks.read(MESSAGE.getBytes(StandardCharsets.UTF_8)).records())
                .containsExactly(
                        new Hint(Kind.DEAL, "006000000000001AAA"),
                        new Hint(Kind.TASK, "00T000000000001AAA"),
                        new Hint(Kind.ACTIVITY, "00T000000000001AAA"));
        assertThat(webhooks.acknowledgement().status()).isEqualTo(200);
        assertThat(webhooks.acknowledgement().body()).contains("<Ack>true</Ack>");
    }

    @Test
    void whatIsOfAnotherOrganisationOrNoMessageIsRefusedAndEntitiesAreNotLookedUp() {
        assertThat(webhooks.check(message(MESSAGE), List.of("00D000000000002AAA")))
                .isInstanceOf(Verdict.Forged.class);
        assertThat(webhooks.check(message(MESSAGE), List.of())).isInstanceOf(Verdict.Forged.class);
        assertThat(webhooks.check(message(MESSAGE.substring(0, 200)), List.of("00D000000000001AAA")))
                .isInstanceOf(Verdict.Forged.class);
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + "<a><OrganizationId>&e;</OrganizationId></a>";
        assertThat(webhooks.check(message(entity), List.of("00D000000000001AAA")))
                .isInstanceOf(Verdict.Forged.class);
        assertThat(webhooks.read(entity.getBytes(StandardCharsets.UTF_8)).records())
                .isEmpty();
        assertThat(webhooks.read(new byte[] {0, 1, 2}).oddities()).hasSize(1);
    }
}
