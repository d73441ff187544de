package nextbest.store.vendor;

import static nextbest.store.schema.Tables.CONTACT;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.EDGE;
import static nextbest.store.schema.Tables.EXTERNAL_REF;
import static nextbest.store.schema.Tables.FACT;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.SUBJECT;
import static nextbest.store.schema.Tables.VENDOR_CONNECTION;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.ExternalRef;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** What we know that speaks for a call belonging to a deal: the CRM's ids, and who took part. */
public final class TalkTraces {
    /** A deal is often made only after the first talk about it. */
    private static final Duration MADE_AFTERWARDS = Duration.ofDays(30);

    /** A mail server that so many people share says nothing of where they work. */
    private static final Set<String> ANYBODYS = Set.of(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "yahoo.com",
            "icloud.com",
            "me.com",
            "aol.com",
            "gmx.de",
            "gmx.net",
            "gmx.at",
            "gmx.ch",
            "web.de",
            "t-online.de",
            "proton.me",
            "protonmail.com",
            "mail.ru",
            "yandex.ru",
            "qq.com",
            "163.com");

    private final Database database;

    public TalkTraces(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** What speaks for a deal, the strongest first. */
    public enum Basis {
        /** The vendor says so, with the CRM's id. */
        TIE,
        /** Somebody who took part is a stakeholder of it. */
        STAKEHOLDER,
        /** It is with the client that the vendor names, or that somebody who took part works for. */
        CLIENT,
        /** It is with a client whose people have mail addresses like somebody who took part. */
        DOMAIN
    }

    /**
     * What is asked about.
     *
     * @param deals ids of deals in a CRM, as the vendor names them
     * @param clients ids of clients in a CRM
     * @param system how the vendor names the CRM; empty: it does not
     * @param crm connection or import that the ids are of; empty: not said
     * @param buyers mail addresses of those on the buyer's side, lower case
     * @param ours mail addresses of those on ours, lower case
     * @param at business time of the call
     */
    public record Question(
            Set<String> deals,
            Set<String> clients,
            String system,
            Optional<String> crm,
            Set<String> buyers,
            Set<String> ours,
            Instant at) {}

    /**
     * A deal that something speaks for.
     *
     * @param ownerThere whether its rep took part
     */
    public record Trace(SubjectId deal, Basis basis, boolean ownerThere) {}

    /** Each deal once, with the strongest that speaks for it. Deals that were closed before the call are left out but where tied. */
    public List<Trace> traces(TenantId tenant, Question question) {
        return database.inTenant(tenant, transaction -> {
            Map<UUID, Basis> found = new HashMap<>();
            entities(transaction, tenant, "deal", question.deals(), question)
                    .forEach(deal -> found.put(deal, Basis.TIE));
            Map<UUID, Optional<UUID>> people = people(transaction, tenant, question.buyers());
            stakes(transaction, tenant, people.keySet()).forEach(deal -> found.putIfAbsent(deal, Basis.STAKEHOLDER));
            Set<UUID> clients = entities(transaction, tenant, "client", question.clients(), question);
            people.values().forEach(client -> client.ifPresent(clients::add));
            dealsOf(transaction, tenant, clients).forEach(deal -> found.putIfAbsent(deal, Basis.CLIENT));
            dealsOf(transaction, tenant, sharing(transaction, tenant, question.buyers()))
                    .forEach(deal -> found.putIfAbsent(deal, Basis.DOMAIN));
            return open(transaction, tenant, found, question);
        });
    }

    /** The CRM's own record of the two lengths of ids is one: fifteen characters, or eighteen with a check. */
    static Set<String> spellings(Collection<String> ids) {
        Set<String> all = new HashSet<>(ids);
        for (String id : ids) {
            if (id.matches("[A-Za-z0-9]{18}")) {
                all.add(id.substring(0, 15));
            } else if (id.matches("[A-Za-z0-9]{15}")) {
                all.add(id + check(id));
            }
        }
        return all;
    }

    /** Three letters, each for the capitals among five characters: bits from the first on, of A to Z and 0 to 5. */
    private static String check(String id) {
        StringBuilder check = new StringBuilder(3);
        for (int block = 0; block < 3; block++) {
            int bits = 0;
            for (int i = 0; i < 5; i++) {
                char c = id.charAt(block * 5 + i);
                bits |= c >= 'A' && c <= 'Z' ? 1 << i : 0;
            }
            check.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".charAt(bits));
        }
        return check.toString();
    }

    private static Set<UUID> entities(
            DSLContext transaction, TenantId tenant, String type, Set<String> ids, Question question) {
        if (ids.isEmpty()) {
            return new HashSet<>();
        }
        return new HashSet<>(transaction
                .select(EXTERNAL_REF.ENTITY_ID)
                .from(EXTERNAL_REF)
                .where(EXTERNAL_REF.TENANT.eq(tenant.value()), EXTERNAL_REF.TYPE.eq(type))
                .and(EXTERNAL_REF.EXTERNAL_ID.in(spellings(ids)))
                .and(within(transaction, tenant, question))
                .fetch(EXTERNAL_REF.ENTITY_ID));
    }

    /**
     * The ids of one system are not looked for among those of another: small numbers are ids everywhere. Where the CRM is
     * connected, only there; else in what was imported.
     */
    private static Condition within(DSLContext transaction, TenantId tenant, Question question) {
        if (question.crm().isPresent()) {
            return EXTERNAL_REF.SOURCE.eq(question.crm().get());
        }
        Map<String, String> connected = transaction
                .select(VENDOR_CONNECTION.SOURCE, VENDOR_CONNECTION.VENDOR)
                .from(VENDOR_CONNECTION)
                .where(VENDOR_CONNECTION.TENANT.eq(tenant.value()))
                .fetchMap(VENDOR_CONNECTION.SOURCE, VENDOR_CONNECTION.VENDOR);
        String system = question.system().toLowerCase(Locale.ROOT);
        List<String> its = new ArrayList<>();
        List<String> others = new ArrayList<>();
        connected.forEach((source, vendor) -> (vendor.equals(system) ? its : others).add(source));
        if (!its.isEmpty()) {
            return EXTERNAL_REF.SOURCE.in(its);
        }
        return system.isEmpty() ? DSL.noCondition() : EXTERNAL_REF.SOURCE.notIn(others);
    }

    /** Clients of contacts by the contact. */
    private static Map<UUID, Optional<UUID>> people(DSLContext transaction, TenantId tenant, Set<String> emails) {
        Map<UUID, Optional<UUID>> people = new HashMap<>();
        if (!emails.isEmpty()) {
            transaction
                    .select(CONTACT.ID, CONTACT.CLIENT_ID)
                    .from(CONTACT)
                    .where(
                            CONTACT.TENANT.eq(tenant.value()),
                            DSL.lower(CONTACT.EMAIL).in(emails))
                    .forEach(row -> people.put(row.value1(), Optional.ofNullable(row.value2())));
        }
        return people;
    }

    private static Set<UUID> stakes(DSLContext transaction, TenantId tenant, Set<UUID> people) {
        if (people.isEmpty()) {
            return Set.of();
        }
        Set<UUID> deals = new HashSet<>(transaction
                .select(EDGE.FROM_ID)
                .from(EDGE)
                .where(EDGE.TENANT.eq(tenant.value()), EDGE.KIND.eq("stakeholder"), EDGE.TO_ID.in(people))
                .fetch(EDGE.FROM_ID));
        Condition named = DSL.falseCondition();
        for (UUID person : people) {
            named = named.or(DSL.condition("{0} @> {1}", FACT.VALUE, DSL.val(JSONB.valueOf("[\"" + person + "\"]"))));
        }
        deals.addAll(transaction
                .selectDistinct(FACT.SUBJECT_ID)
                .from(FACT)
                .where(FACT.TENANT.eq(tenant.value()), FACT.FIELD.eq("stakeholders"), FACT.RETRACTED.isFalse())
                .and(named)
                .fetch(FACT.SUBJECT_ID));
        return deals;
    }

    /** Clients whose people have addresses at the same servers. */
    private static Set<UUID> sharing(DSLContext transaction, TenantId tenant, Set<String> emails) {
        Set<String> domains = new HashSet<>();
        emails.forEach(email -> domains.add(email.substring(email.indexOf('@') + 1)));
        domains.removeAll(ANYBODYS);
        if (domains.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(transaction
                .selectDistinct(CONTACT.CLIENT_ID)
                .from(CONTACT)
                .where(CONTACT.TENANT.eq(tenant.value()), CONTACT.CLIENT_ID.isNotNull())
                .and(DSL.field("split_part(lower({0}), '@', 2)", String.class, CONTACT.EMAIL)
                        .in(domains))
                .fetch(CONTACT.CLIENT_ID));
    }

    private static List<UUID> dealsOf(DSLContext transaction, TenantId tenant, Set<UUID> clients) {
        return clients.isEmpty()
                ? List.of()
                : transaction
                        .select(SUBJECT.ID)
                        .from(SUBJECT)
                        .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.KIND.eq("DEAL"))
                        .and(SUBJECT.CLIENT_ID.in(clients))
                        .fetch(SUBJECT.ID);
    }

    private static List<Trace> open(
            DSLContext transaction, TenantId tenant, Map<UUID, Basis> found, Question question) {
        if (found.isEmpty()) {
            return List.of();
        }
        Condition openThen = DEAL.CREATED_AT
                .le(question.at().plus(MADE_AFTERWARDS))
                .and(DEAL.CLOSED_AT.isNull().or(DEAL.CLOSED_AT.ge(question.at())));
        List<UUID> tied = found.entrySet().stream()
                .filter(one -> one.getValue() == Basis.TIE)
                .map(Map.Entry::getKey)
                .toList();
        return transaction
                .select(SUBJECT.ID, DSL.lower(REP.EMAIL))
                .from(SUBJECT)
                .join(DEAL)
                .on(DEAL.TENANT.eq(SUBJECT.TENANT), DEAL.SUBJECT_ID.eq(SUBJECT.ID))
                .leftJoin(REP)
                .on(REP.TENANT.eq(SUBJECT.TENANT), REP.ID.eq(SUBJECT.REP_ID))
                .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.in(found.keySet()))
                .and(SUBJECT.DELETED_AT.isNull())
                .and(openThen.or(SUBJECT.ID.in(tied)))
                .orderBy(SUBJECT.ID)
                .fetch(row -> new Trace(
                        new SubjectId(row.value1()),
                        found.get(row.value1()),
                        row.value2() != null && question.ours().contains(row.value2())));
    }

    /** How the deal is called outside: whatever name it has there. */
    public Optional<ExternalRef> nameOf(TenantId tenant, SubjectId deal) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(EXTERNAL_REF.SOURCE, EXTERNAL_REF.TYPE, EXTERNAL_REF.EXTERNAL_ID)
                        .from(EXTERNAL_REF)
                        .where(EXTERNAL_REF.TENANT.eq(tenant.value()), EXTERNAL_REF.ENTITY_ID.eq(deal.value()))
                        .and(EXTERNAL_REF.TYPE.eq("deal"))
                        .orderBy(EXTERNAL_REF.SOURCE, EXTERNAL_REF.EXTERNAL_ID)
                        .limit(1)
                        .fetchOptional(row -> new ExternalRef(row.value1(), row.value2(), row.value3())));
    }

    /** How contacts are called outside, by their mail address; who is not known is missing. */
    public Map<String, ExternalRef> contacts(TenantId tenant, Set<String> emails) {
        return database.inTenant(tenant, transaction -> {
            Map<String, ExternalRef> names = new HashMap<>();
            if (!emails.isEmpty()) {
                transaction
                        .select(
                                DSL.lower(CONTACT.EMAIL),
                                EXTERNAL_REF.SOURCE,
                                EXTERNAL_REF.TYPE,
                                EXTERNAL_REF.EXTERNAL_ID)
                        .from(CONTACT)
                        .join(EXTERNAL_REF)
                        .on(
                                EXTERNAL_REF.TENANT.eq(CONTACT.TENANT),
                                EXTERNAL_REF.ENTITY_ID.eq(CONTACT.ID),
                                EXTERNAL_REF.TYPE.eq("contact"))
                        .where(
                                CONTACT.TENANT.eq(tenant.value()),
                                DSL.lower(CONTACT.EMAIL).in(emails))
                        .orderBy(EXTERNAL_REF.SOURCE, EXTERNAL_REF.EXTERNAL_ID)
                        .forEach(row -> names.putIfAbsent(
                                row.value1(), new ExternalRef(row.value2(), row.value3(), row.value4())));
            }
            return names;
        });
    }
}
