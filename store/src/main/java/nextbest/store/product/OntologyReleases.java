package nextbest.store.product;

import java.util.Objects;
import java.util.Optional;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;

/** The files of an organisation's ontology as people wrote them; each release has a higher version than the one before. */
public final class OntologyReleases {
    private final Database database;
    private final BusinessTime time;

    public OntologyReleases(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** The text of the newest release. */
    public Optional<String> newest(TenantId tenant) {
        return database.inTenant(
                tenant,
                t -> t
                        .fetch("select body from ontology order by version desc limit 1")
                        .map(r -> r.get(0, String.class))
                        .stream()
                        .findFirst());
    }

    /** The newest version; 0 before the first release. */
    public int version(TenantId tenant) {
        return database.inTenant(
                tenant,
                t -> t.fetch("select coalesce(max(version), 0) from ontology")
                        .getFirst()
                        .get(0, Integer.class));
    }

    /**
     * Keeps a release.
     *
     * @return false if there is one with this version or a higher one
     */
    public boolean release(TenantId tenant, int version, String body, String actor) {
        return database.inTenant(
                        tenant,
                        t -> t.execute(
                                "insert into ontology (tenant, version, body, actor, known_at) select ?, ?, ?, ?, cast(? as timestamptz) where not exists (select 1 from ontology where version >= ?)",
                                tenant.value(),
                                version,
                                body,
                                actor,
                                time.now().toString(),
                                version))
                == 1;
    }
}
