package nextbest.store.catalogue;

import static nextbest.store.schema.Tables.RELEASE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.catalogue.Catalogue;
import nextbest.identity.TenantId;
import nextbest.identity.Uuid7;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.decision.DecisionMaker;
import nextbest.store.decision.Decisions;
import nextbest.store.json.RecordJson;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * The catalogue that an organisation works with, and every one that it ever decided with. Until an organisation publishes
 * one of its own, the one that ships with the product is in force. Other processes notice a release within
 * {@link #LOOK_AGAIN}.
 */
public final class CatalogueReleases implements DecisionMaker.CurrentCatalogue, Decisions.Catalogues {
    /** For how long the one in force is taken for granted: a decision asks for it many times. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final String CATALOGUE = "CATALOGUE";

    private final Database database;
    private final BusinessTime time;
    private final DecisionMaker.CurrentCatalogue shipped;
    private final Map<TenantId, Looked> inForce = new ConcurrentHashMap<>();
    private final Map<Named, Catalogue> read = new ConcurrentHashMap<>();

    public CatalogueReleases(Database database, BusinessTime time, DecisionMaker.CurrentCatalogue shipped) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.shipped = Objects.requireNonNull(shipped, "shipped");
    }

    private record Named(TenantId tenant, String version) {}

    private record Looked(Catalogue catalogue, Instant at) {}

    /** What is kept of a release: what it means, and for one that people wrote, the files. */
    private record Body(Catalogue catalogue, SortedMap<String, String> files) {}

    /**
     * A release in a list.
     *
     * @param state {@code DRAFT}, {@code PUBLISHED}, {@code WITHDRAWN} or {@code KEPT}
     * @param publishedAt when it was put in force last
     * @param replaced what was in force before; empty: what ships with the product
     */
    public record Release(
            String version, String state, Optional<Instant> publishedAt, String actor, Optional<String> replaced) {}

    /** The catalogue in force. */
    @Override
    public Catalogue of(TenantId tenant) {
        Instant now = time.realNow();
        Looked before = inForce.get(tenant);
        if (before != null && now.isBefore(before.at().plus(LOOK_AGAIN))) {
            return before.catalogue();
        }
        Catalogue current = database.inTenant(tenant, transaction -> published(transaction, tenant))
                .map(version -> ofVersion(tenant, version))
                .orElseGet(() -> shipped.of(tenant));
        inForce.put(tenant, new Looked(current, now));
        return current;
    }

    @Override
    public Catalogue ofVersion(TenantId tenant, String version) {
        return find(tenant, version)
                .orElseThrow(() -> new IllegalStateException("catalogue " + version
                        + " is not kept; the one in force is " + of(tenant).version()));
    }

    /** A version of the organisation's catalogue, whatever its state; the one that ships included. */
    public Optional<Catalogue> find(TenantId tenant, String version) {
        Catalogue known = read.get(new Named(tenant, version));
        if (known != null) {
            return Optional.of(known);
        }
        Catalogue standard = shipped.of(tenant);
        if (standard.version().equals(version)) {
            return Optional.of(standard);
        }
        Optional<Catalogue> found = body(tenant, version).map(Body::catalogue);
        found.ifPresent(catalogue -> read.put(new Named(tenant, version), catalogue));
        return found;
    }

    /** The files of a release that people wrote; empty for others. */
    public SortedMap<String, String> files(TenantId tenant, String version) {
        return body(tenant, version).map(Body::files).orElseGet(TreeMap::new);
    }

    private Optional<Body> body(TenantId tenant, String version) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .select(RELEASE.BODY)
                                .from(RELEASE)
                                .where(named(tenant, version))
                                .fetchOptional(RELEASE.BODY))
                .map(bytes -> RecordJson.read(RecordJson.gunzip(bytes), Body.class));
    }

    /** All releases, those that were in force last first. */
    public List<Release> all(TenantId tenant) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .selectFrom(RELEASE)
                        .where(RELEASE.TENANT.eq(tenant.value()), RELEASE.KIND.eq(CATALOGUE))
                        .orderBy(RELEASE.PUBLISHED_AT.desc().nullsFirst(), RELEASE.ID.desc())
                        .fetch(row -> new Release(
                                row.getName(),
                                row.getState(),
                                Optional.ofNullable(row.getPublishedAt()),
                                row.getActor(),
                                Optional.ofNullable(row.getReplaced()))));
    }

    /**
     * Keeps a catalogue that people wrote, without putting it in force. One that is there already stays as it is: its version
     * tells its content.
     *
     * @param files as they were written, by name
     */
    public void draft(TenantId tenant, Catalogue catalogue, SortedMap<String, String> files, String actor) {
        database.doInTenant(
                tenant,
                transaction -> insert(transaction, tenant, new Body(catalogue, files), "DRAFT", actor, time.now()));
    }

    /** Keeps the catalogue that a decision knew, so that it can be made again when another one is in force. */
    public static void keep(DSLContext transaction, TenantId tenant, Catalogue catalogue, Instant at) {
        boolean kept = transaction.fetchExists(
                transaction.selectOne().from(RELEASE).where(named(tenant, catalogue.version())));
        if (!kept) {
            insert(transaction, tenant, new Body(catalogue, new TreeMap<>()), "KEPT", "nextbest", at);
        }
    }

    private static void insert(
            DSLContext transaction, TenantId tenant, Body body, String state, String actor, Instant at) {
        byte[] bytes = RecordJson.bytes(body);
        byte[] hash = RecordJson.hash(bytes);
        long random = java.nio.ByteBuffer.wrap(hash).getLong();
        transaction
                .insertInto(RELEASE)
                .set(RELEASE.TENANT, tenant.value())
                .set(RELEASE.ID, Uuid7.of(at, random))
                .set(RELEASE.KIND, CATALOGUE)
                .set(RELEASE.NAME, body.catalogue().version())
                .set(RELEASE.HASH, hash)
                .set(RELEASE.BODY, RecordJson.gzip(bytes))
                .set(RELEASE.STATE, state)
                .set(RELEASE.ACTOR, actor)
                .onConflict(RELEASE.TENANT, RELEASE.KIND, RELEASE.NAME)
                .doNothing()
                .execute();
    }

    /**
     * Puts a version in force.
     *
     * @return the version that was in force before
     * @throws IllegalStateException if there is no such version, or it is in force
     */
    public String publish(TenantId tenant, String version, String actor) {
        Catalogue standard = shipped.of(tenant);
        String replaced = database.inTenant(tenant, transaction -> {
            Optional<String> before = published(transaction, tenant);
            if (before.orElse(standard.version()).equals(version)) {
                throw new IllegalStateException("catalogue " + version + " is in force already");
            }
            withdraw(transaction, tenant);
            boolean back = standard.version().equals(version);
            int changed = back
                    ? 1
                    : transaction
                            .update(RELEASE)
                            .set(RELEASE.STATE, "PUBLISHED")
                            .set(RELEASE.PUBLISHED_AT, time.now())
                            .set(RELEASE.ACTOR, actor)
                            .set(RELEASE.REPLACED, before.orElse(null))
                            .where(named(tenant, version))
                            .execute();
            if (changed == 0) {
                throw new IllegalStateException("there is no catalogue " + version);
            }
            return before.orElse(standard.version());
        });
        inForce.remove(tenant);
        return replaced;
    }

    /**
     * Puts in force what was before the published one.
     *
     * @return the version that is in force now
     * @throws IllegalStateException if nothing was published
     */
    public String rollBack(TenantId tenant) {
        Catalogue standard = shipped.of(tenant);
        String version = database.inTenant(tenant, transaction -> {
            Optional<String> before = transaction
                    .select(RELEASE.REPLACED)
                    .from(RELEASE)
                    .where(RELEASE.TENANT.eq(tenant.value()), RELEASE.KIND.eq(CATALOGUE), RELEASE.STATE.eq("PUBLISHED"))
                    .fetchOptional()
                    .orElseThrow(() -> new IllegalStateException(
                            "no catalogue was published, so there is none to go back from; in force is what ships, "
                                    + standard.version()))
                    .map(row -> Optional.ofNullable(row.get(RELEASE.REPLACED)));
            withdraw(transaction, tenant);
            before.ifPresent(name -> transaction
                    .update(RELEASE)
                    .set(RELEASE.STATE, "PUBLISHED")
                    .where(named(tenant, name))
                    .execute());
            return before.orElse(standard.version());
        });
        inForce.remove(tenant);
        return version;
    }

    private static void withdraw(DSLContext transaction, TenantId tenant) {
        transaction
                .update(RELEASE)
                .set(RELEASE.STATE, "WITHDRAWN")
                .where(RELEASE.TENANT.eq(tenant.value()), RELEASE.KIND.eq(CATALOGUE), RELEASE.STATE.eq("PUBLISHED"))
                .execute();
    }

    private static Optional<String> published(DSLContext transaction, TenantId tenant) {
        return transaction
                .select(RELEASE.NAME)
                .from(RELEASE)
                .where(RELEASE.TENANT.eq(tenant.value()), RELEASE.KIND.eq(CATALOGUE), RELEASE.STATE.eq("PUBLISHED"))
                .fetchOptional(RELEASE.NAME);
    }

    private static Condition named(TenantId tenant, String version) {
        return RELEASE.TENANT.eq(tenant.value()).and(RELEASE.KIND.eq(CATALOGUE)).and(RELEASE.NAME.eq(version));
    }
}
