package nextbest.store.deal;

import static nextbest.store.schema.Tables.CONSENT;
import static nextbest.store.schema.Tables.EDGE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.Stakeholder;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.identity.ContactId;
import nextbest.signal.SignalType;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The people on the buyer's side: who they are, whether we are in touch, and whether we may be. */
final class BuyersReader {
    /** Our own convention: someone of whom nothing was heard for so long is no longer engaged. */
    static final Duration ENGAGED_WITHIN = Duration.ofDays(30);

    /** By the weightiest role; people without a known role last; those we are in touch with before the others. */
    private static final Comparator<Stakeholder> IMPORTANT_FIRST = Comparator.comparing(
                    (Stakeholder person) -> person.roles().isEmpty())
            .thenComparing(person -> person.roles().isEmpty()
                    ? StakeholderRole.INFLUENCER
                    : person.roles().first())
            .thenComparing(person -> !person.engaged().is(engaged -> engaged))
            .thenComparing(Stakeholder::name)
            .thenComparing(person -> person.contact().value());

    private static final String ANY_CHANNEL = "ANY";

    private final Instant asOf;
    private final Map<UUID, Set<UUID>> linked;
    private final Map<UUID, EntityRows.Contact> contacts;
    private final Map<UUID, Fact<Boolean>> mayContact;

    private BuyersReader(
            Instant asOf,
            Map<UUID, Set<UUID>> linked,
            Map<UUID, EntityRows.Contact> contacts,
            Map<UUID, Fact<Boolean>> mayContact) {
        this.asOf = asOf;
        this.linked = linked;
        this.contacts = contacts;
        this.mayContact = mayContact;
    }

    static BuyersReader load(
            DSLContext transaction, UUID tenant, UUID[] subjects, Collection<FactSheet> sheets, Instant asOf) {
        Map<UUID, Set<UUID>> linked = new HashMap<>();
        transaction
                .select(EDGE.FROM_ID, EDGE.TO_ID)
                .from(EDGE)
                .where(
                        EDGE.TENANT.eq(tenant),
                        EDGE.KIND.eq("stakeholder"),
                        EDGE.FROM_ID.eq(DSL.any(subjects)),
                        EDGE.KNOWN_AT.le(asOf))
                .orderBy(EDGE.FROM_ID, EDGE.TO_ID)
                .forEach(row -> linked.computeIfAbsent(row.value1(), id -> new LinkedHashSet<>())
                        .add(row.value2()));
        Set<UUID> people = new LinkedHashSet<>();
        linked.values().forEach(people::addAll);
        sheets.forEach(sheet -> sheet.ids("stakeholders").asOptional().ifPresent(people::addAll));
        UUID[] ids = people.toArray(UUID[]::new);
        return new BuyersReader(
                asOf,
                linked,
                EntityRows.contacts(transaction, tenant, ids, asOf),
                consents(transaction, tenant, ids, asOf));
    }

    void read(UUID subject, FactSheet facts, Marks marks, DealSnapshot.Builder deal) {
        Fact<List<UUID>> committee = facts.ids("stakeholders");
        Set<UUID> people = new LinkedHashSet<>(committee.asOptional().orElse(List.of()));
        people.addAll(linked.getOrDefault(subject, Set.of()));
        Optional<Provenance> latest = Optional.empty();
        List<Stakeholder> stakeholders = new ArrayList<>();
        for (UUID id : people) {
            EntityRows.Contact contact = contacts.get(id);
            if (contact != null) {
                stakeholders.add(stakeholder(contact, committee, marks));
                latest = Optional.of(contact.provenance());
            }
        }
        if (stakeholders.isEmpty()) {
            deal.fact(DealField.STAKEHOLDERS, committee.map(ids -> List.of()));
            return;
        }
        stakeholders.sort(IMPORTANT_FIRST);
        deal.fact(
                DealField.STAKEHOLDERS,
                Fact.known(stakeholders, committee.source().orElse(latest.orElseThrow())));
    }

    private Stakeholder stakeholder(EntityRows.Contact contact, Fact<List<UUID>> committee, Marks marks) {
        return new Stakeholder(
                new ContactId(contact.id()),
                contact.displayName(),
                new TreeSet<>(contact.roles()),
                engaged(contact, marks),
                committee.map(ids -> ids.contains(contact.id())),
                leaving(contact, marks),
                mayContact.getOrDefault(contact.id(), Fact.unknown()));
    }

    /** In touch: something was exchanged with this person lately. Where no contact was ever recorded, nothing is known. */
    private Fact<Boolean> engaged(EntityRows.Contact contact, Marks marks) {
        ContactId id = new ContactId(contact.id());
        Optional<Instant> seen = marks.activities().stream()
                .map(Marks.Act::activity)
                .filter(activity -> activity.contacts().contains(id))
                .map(nextbest.deal.Activity::at)
                .findFirst();
        Optional<Instant> said = marks.signals().stream()
                .filter(signal -> signal.contacts().contains(id))
                .map(nextbest.signal.BuyerSignal::at)
                .findFirst();
        return java.util.stream.Stream.of(seen, said, contact.lastEngaged().filter(at -> !at.isAfter(asOf)))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(last -> Fact.known(
                        !last.isBefore(asOf.minus(ENGAGED_WITHIN)),
                        new Provenance(Snapshots.DERIVED, "last contact with this person", last)))
                .orElseGet(Fact::unknown);
    }

    private static Fact<Boolean> leaving(EntityRows.Contact contact, Marks marks) {
        ContactId id = new ContactId(contact.id());
        return marks.signals().stream()
                .filter(signal -> signal.type() == SignalType.CHAMPION_DEPARTURE_RISK
                        && signal.contacts().contains(id))
                .findFirst()
                .map(signal -> Fact.known(true, signal.provenance()))
                .orElseGet(() -> contact.departureRisk()
                        .map(risk -> Fact.known(risk, contact.provenance()))
                        .orElseGet(Fact::unknown));
    }

    /**
     * What people allowed: of each channel the last word, where a word about any channel is one about each. Somebody may be
     * contacted if one channel is open, may not if all that was said is no, and otherwise nothing is known.
     */
    private static Map<UUID, Fact<Boolean>> consents(DSLContext transaction, UUID tenant, UUID[] people, Instant asOf) {
        record Word(String channel, boolean given, Instant at) {}
        Map<UUID, List<Word>> words = new HashMap<>();
        if (people.length == 0) {
            return Map.of();
        }
        transaction
                .select(CONSENT.CONTACT_ID, CONSENT.CHANNEL, CONSENT.GIVEN, CONSENT.OCCURRED_AT)
                .from(CONSENT)
                .where(CONSENT.TENANT.eq(tenant), CONSENT.CONTACT_ID.eq(DSL.any(people)), CONSENT.OCCURRED_AT.le(asOf))
                .orderBy(CONSENT.OCCURRED_AT, CONSENT.GIVEN.desc(), CONSENT.CHANNEL)
                .forEach(row -> words.computeIfAbsent(row.value1(), id -> new ArrayList<>())
                        .add(new Word(row.value2(), row.value3(), row.value4())));
        Map<UUID, Fact<Boolean>> may = new HashMap<>();
        words.forEach((person, list) -> {
            Map<String, Boolean> channels = new HashMap<>();
            for (Word word : list) {
                if (word.channel().equals(ANY_CHANNEL)) {
                    channels.clear();
                }
                channels.put(word.channel(), word.given());
            }
            Provenance source =
                    new Provenance("consent", person.toString(), list.getLast().at());
            may.put(person, Fact.known(channels.containsValue(true), source));
        });
        return may;
    }
}
