package nextbest.vendors.salesforce;

import static nextbest.vendors.Asking.readAll;
import static nextbest.vendors.Asking.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nextbest.event.EventType;
import nextbest.vendors.Line;
import nextbest.vendors.http.Gate;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Statement;
import nextbest.vendors.port.Tasks;
import nextbest.vendors.port.VendorTrouble.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first reading of a large org, and what is deleted, hidden or locked there. */
class SalesforceBulkTest {
    private final SalesforceWorld world = new SalesforceWorld();
    private final FakeSalesforce fake = world.fake;

    @AfterEach
    void close() {
        world.close();
    }

    private Line line(int bulkFrom) {
        return world.line(Map.of("bulk-from", String.valueOf(bulkFrom)), Gate.open());
    }

    private void deals(int count) {
        String owner = world.owner("rep@example.com");
        String client = world.client("Acme, \"the\" first");
        String contact = world.contact("Ann", client);
        for (int i = 0; i < count; i++) {
            String deal = world.deal("Deal " + i + ", \"quoted\"\nand broken", "discovery", owner, client, contact);
            if (i % 3 == 0) {
                world.later();
                world.move(deal, "proposal");
            }
            if (i % 5 == 0) {
                world.move(deal, "won");
            }
        }
    }

    private static List<Statement> says(List<Item> items) {
        return items.stream().flatMap(item -> item.says().stream()).toList();
    }

    /** 1,700 lie in three parts of 800; rows and CSV are read to the same news, with the same ids. */
    @Test
    void aLargeTableIsReadByOneQueryInPartsAndSaysTheSameAsRows() {
        deals(1_700);
        fake.slow(2);
        List<Item> bulk = readAll(line(2), Kind.DEAL);
        assertThat(fake.jobs()).isEqualTo(1);
        assertThat(fake.log()).filteredOn(call -> call.endsWith("/results")).hasSize(3);
        // 800 deals need 4 + 4 queries in two requests, 100 the rest of one: 2 + 2 + 1
        assertThat(fake.log()).filteredOn(call -> call.endsWith("/composite")).hasSize(5);
        List<Item> rows = readAll(line(100_000), Kind.DEAL);
        assertThat(fake.jobs()).isEqualTo(1);
        assertThat(bulk).hasSize(1_700).extracting(Item::id).containsExactlyElementsOf(ids(rows));
        assertThat(says(bulk)).containsExactlyInAnyOrderElementsOf(says(rows));
        assertThat(says(bulk)).extracting(Statement::type).contains(EventType.OUTCOME, EventType.CONTACT);
        assertThat(bulk).allSatisfy(item -> assertThat(item.oddities()).isEmpty());
    }

    private static List<String> ids(List<Item> items) {
        return items.stream().map(Item::id).toList();
    }

    @Test
    void peopleAndClientsAreReadThatWayToo() {
        deals(3);
        for (int i = 0; i < 10; i++) {
            world.client("Client " + i);
        }
        for (Kind kind : List.of(Kind.CLIENT, Kind.CONTACT, Kind.REP, Kind.ACTIVITY)) {
            assertThat(says(readAll(line(1), kind)))
                    .as(kind.key())
                    .containsExactlyInAnyOrderElementsOf(says(readAll(line(100_000), kind)));
        }
    }

    /** Whoever goes on has only the place that was kept: nothing is read twice and no second query begun. */
    @Test
    void aReadingThatWasBrokenOffGoesOnFromTheLocator() {
        deals(1_900);
        List<String> seen = new ArrayList<>();
        Optional<String> place = Optional.empty();
        do {
            Page page = line(2).source().read(Kind.DEAL, Optional.empty(), place);
            page.items().forEach(item -> seen.add(item.id()));
            place = page.next();
        } while (place.isPresent());
        assertThat(seen).hasSize(1_900).doesNotHaveDuplicates();
        assertThat(fake.jobs()).isEqualTo(1);
    }

    @Test
    void aQueryThatSalesforceHasForgottenIsAskedAnew() {
        deals(1_000);
        Line line = line(2);
        Page begun = line.source().read(Kind.DEAL, Optional.empty(), Optional.empty());
        Page first = line.source().read(Kind.DEAL, Optional.empty(), begun.next());
        assertThat(first.items()).hasSize(800);
        fake.forgetJobs();
        Set<String> ids = new HashSet<>(ids(first.items()));
        Optional<String> place = first.next();
        do {
            Page page = line.source().read(Kind.DEAL, Optional.empty(), place);
            page.items().forEach(item -> ids.add(item.id()));
            place = page.next();
        } while (place.isPresent());
        assertThat(ids).hasSize(1_000);
    }

    @Test
    void aQueryThatFailsIsReadRowByRow() {
        deals(450);
        fake.failNextJob();
        assertThat(readAll(line(2), Kind.DEAL))
                .hasSize(450)
                .extracting(Item::id)
                .doesNotHaveDuplicates();
        assertThat(fake.log()).noneMatch(call -> call.endsWith("/results"));
    }

    /** Beyond its patience a look says "not yet" with the same place, and keeps nobody waiting. */
    @Test
    void aQueryThatTakesLongIsLookedAtAgainWithTheSamePlace() {
        deals(3);
        fake.slow(100);
        Page begun = line(2).source().read(Kind.DEAL, Optional.empty(), Optional.empty());
        Page waiting = line(2).source().read(Kind.DEAL, Optional.empty(), begun.next());
        assertThat(waiting.items()).isEmpty();
        assertThat(waiting.next()).isEqualTo(begun.next());
    }

    @Test
    void whatWasDeletedComesWithTheChanges() {
        deals(5);
        world.later();
        var since = world.now();
        world.later();
        List<Item> before = readAll(line(1_000), Kind.DEAL);
        world.delete(before.getFirst().id());
        Optional<String> place = Optional.empty();
        Set<String> gone = new HashSet<>();
        List<String> changed = new ArrayList<>();
        do {
            Page page = line(1_000).source().read(Kind.DEAL, Optional.of(since), place);
            gone.addAll(page.gone());
            page.items().forEach(item -> changed.add(item.id()));
            place = page.next();
        } while (place.isPresent());
        assertThat(gone).containsExactly(before.getFirst().id());
        assertThat(changed).isEmpty();
    }

    @Test
    void aFieldThatWasRenamedIsSaidAndTheRestIsRead() {
        deals(3);
        fake.takeAway("Opportunity", "Rivals__c");
        List<Item> items = readAll(line(1_000), Kind.DEAL);
        assertThat(items).hasSize(3);
        assertThat(items.getFirst().oddities()).extracting(Item.Oddity::field).containsExactly("Rivals__c");
        // in bulk the query is refused as a whole: rows tell which field it is
        assertThat(readAll(line(2), Kind.DEAL)).hasSize(3);
        // what has to be there is not read around
        fake.takeAway("Contact", "SystemModstamp");
        assertThat(trouble(Cause.REJECTED, () -> readAll(line(1_000), Kind.CONTACT)))
                .hasMessageContaining("SystemModstamp");
    }

    @Test
    void aRecordThatSomebodyElseHoldsIsTriedAgainAtOnceAndThenLater() {
        String deal = fake.create("Opportunity", Map.of("Name", "Deal", "StageName", "Qualification"));
        Tasks tasks = world.line().tasks().orElseThrow();
        Tasks.Draft draft = new Tasks.Draft("k1", "Call", "Why", world.now(), false, Optional.empty(), deal, "call");
        fake.lock(2);
        assertThat(tasks.write(draft)).startsWith("00T");
        fake.lock(10);
        assertThat(trouble(Cause.UNAVAILABLE, () -> tasks.write(draft))).hasMessageContaining("UNABLE_TO_LOCK_ROW");
    }
}
