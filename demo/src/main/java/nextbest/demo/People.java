package nextbest.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.deal.ResourceKind;
import nextbest.event.EventType;

/** The demo organisation's people, products and clients as events, each before what refers to it. */
final class People {
    private final long seed;
    private final Vendor vendor;
    private final Instant since;
    private final Instant now;
    private final List<Map<String, Object>> events = new ArrayList<>();

    private People(long seed, Vendor vendor, Instant since, Instant now) {
        this.seed = seed;
        this.vendor = vendor;
        this.since = since;
        this.now = now;
    }

    static List<Map<String, Object>> events(long seed, Vendor vendor, Instant since, Instant now) {
        People people = new People(seed, vendor, since, now);
        vendor.products().forEach(people::product);
        vendor.managers().forEach(people::rep);
        vendor.reps().forEach(people::rep);
        people.resources();
        people.holiday(vendor.reps().get(vendor.reps().size() / 2));
        vendor.clients().forEach(people::client);
        people.consents();
        people.neighbours();
        return people.events;
    }

    private EventDraft draft(EventType type, String id) {
        return EventDraft.past(type, id, since);
    }

    private void product(Vendor.Product product) {
        EventDraft draft = draft(EventType.PRODUCT, "product/" + product.id())
                .with("id", product.id())
                .with("name", product.name())
                .with("parent", product.parent());
        events.add((product.price() > 0 ? draft.euros("price", product.price()) : draft).map());
    }

    private void rep(Vendor.Rep rep) {
        events.add(draft(EventType.REP, "rep/" + rep.id())
                .with("id", rep.id())
                .with("name", rep.name())
                .with("email", rep.email())
                .with("zone", rep.hours().zone())
                .with("workFrom", rep.hours().from())
                .with("workUntil", rep.hours().until())
                .with("manager", rep.manager())
                .with("desk", rep.desk())
                .with("book", rep.book())
                .with("region", rep.region())
                .with("skills", rep.skills())
                .with("capacityMinutesPerDay", rep.capacityMinutes())
                .with("since", rep.since())
                .map());
    }

    private void resources() {
        Names names = new Names(Chance.of(seed, "resources"));
        for (int i = 1; i <= 3; i++) {
            resource("engineer-" + i, ResourceKind.SOLUTIONS_ENGINEER, names.person());
        }
        resource("executive-1", ResourceKind.EXECUTIVE, names.person());
        resource("executive-2", ResourceKind.EXECUTIVE, names.person());
    }

    private void resource(String id, ResourceKind kind, String name) {
        events.add(draft(EventType.RESOURCE, "resource/" + id)
                .with("id", id)
                .with("kind", kind)
                .with("name", name)
                .map());
    }

    /** One rep is away in the third week from now on. */
    private void holiday(Vendor.Rep rep) {
        Instant from = rep.hours().on(rep.hours().dayOf(now.plus(Duration.ofDays(14))), 0);
        events.add(EventDraft.past(EventType.REP_AVAILABILITY, "holiday/" + rep.id(), now.minus(Duration.ofDays(40)))
                .with("rep", rep.id())
                .with("from", from)
                .with("until", from.plus(Duration.ofDays(7)))
                .with("kind", "HOLIDAY")
                .map());
    }

    private void client(Vendor.Client client) {
        events.add(draft(EventType.CLIENT, "client/" + client.id())
                .client(client.id())
                .with("name", client.name())
                .with("industry", client.industry())
                .with("segment", client.segment())
                .with("region", client.region())
                .with("country", client.country())
                .with("employees", client.employees())
                .euros("revenue", client.employees() * 180_000L)
                .with("rep", client.rep().id())
                .with("desk", client.rep().desk())
                .with("book", client.rep().book())
                .map());
        for (Vendor.Contact contact : client.contacts()) {
            events.add(draft(EventType.CONTACT, "contact/" + contact.id())
                    .with("id", contact.id())
                    .with("name", contact.name())
                    .with("email", contact.id() + "@" + client.mailDomain())
                    .with("client", client.id())
                    .with("title", contact.title())
                    .with("roles", contact.roles())
                    .map());
        }
        holdings(client);
    }

    private void holdings(Vendor.Client client) {
        Chance chance = Chance.of(seed, "holdings", client.id());
        for (int i = 0; i < 2; i++) {
            if (chance.happens(0.4)) {
                Vendor.Product product = chance.pick(vendor.sold());
                int quantity = chance.within(1, 6);
                events.add(draft(EventType.HOLDING, "holding/" + client.id() + "/" + i)
                        .client(client.id())
                        .with("product", product.id())
                        .with("quantity", quantity)
                        .euros("amount", quantity * product.price())
                        .with("since", client.rep().hours().dayOf(since.minus(Duration.ofDays(chance.below(400)))))
                        .map());
                renewal(client, product, i, chance);
            }
        }
    }

    private void renewal(Vendor.Client client, Vendor.Product product, int number, Chance chance) {
        if (product.parent().equals(Optional.of("product-software"))) {
            events.add(draft(EventType.OCCASION, "renewal/" + client.id() + "/" + number)
                    .client(client.id())
                    .with("id", "renewal-" + client.id() + "-" + number)
                    .with("kind", "RENEWAL")
                    .with("date", client.rep().hours().dayOf(now.plus(Duration.ofDays(chance.within(10, 80)))))
                    .with("everyMonths", 12)
                    .with("product", product.id())
                    .with("title", "Renewal of " + product.name())
                    .map());
        }
    }

    /** One person in twenty-five has asked not to get mail. */
    private void consents() {
        for (Vendor.Client client : vendor.clients()) {
            for (Vendor.Contact contact : client.contacts()) {
                if (Chance.of(seed, "consent", contact.id()).happens(0.04)) {
                    events.add(draft(EventType.CONSENT, "consent/" + contact.id())
                            .with("contact", contact.id())
                            .with("channel", "EMAIL")
                            .with("given", false)
                            .map());
                }
            }
        }
    }

    /** Clients who talk to each other: those of one industry who follow one another in the list. */
    private void neighbours() {
        for (String industry : Vendor.INDUSTRIES) {
            List<Vendor.Client> same = vendor.clients().stream()
                    .filter(client -> client.industry().equals(industry))
                    .toList();
            for (int i = 1; i < same.size(); i++) {
                events.add(draft(EventType.EDGE, "edge/" + same.get(i).id())
                        .with("kind", "peer")
                        .with("from", same.get(i - 1).id())
                        .with("toClient", same.get(i).id())
                        .with("weight", 0.5)
                        .map());
            }
        }
    }
}
