package nextbest.store.entity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Carries everything that hangs on one record over to another, and back. Each changed value is noted with what it was; decisions,
 * cards and screenings stay where they are, because they are what was decided then, and so do rows that the other record has
 * already.
 *
 * <p>What arrives later under the name that was given up is noted too ({@code entity_news}), so that a split brings that back as
 * well. All SQL is made of column names from {@link Place} and of ids of ours.
 */
final class Moves {
    private final DSLContext transaction;
    private final UUID tenant;
    private final UUID match;

    Moves(DSLContext transaction, UUID tenant, UUID match) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.match = match;
    }

    /** Carries over; gives the subjects that have to be looked at again. */
    Set<UUID> carry(EntityKind kind, UUID from, UUID into) {
        for (Place place : Place.of(kind)) {
            transaction.execute(
                    fill("""
                    with moved as (
                        update %1$s t set %2$s = :into where t.tenant = :tenant and t.%2$s = :from and (%3$s) returning t.*
                    )
                    insert into entity_move (tenant, match_id, place, key, old)
                    select :tenant, :match, '%1$s.%2$s', %4$s, to_jsonb(:from) from moved t
                    """.formatted(place.table(), place.column(), place.guard(), key(place, "t")), from, into));
        }
        Set<UUID> touched = new LinkedHashSet<>();
        switch (kind) {
            case CLIENT -> {
                touched.addAll(inFacts("client", from, into));
                exclude("client", from, into);
                hide(from, into);
                fillGaps(
                        "client",
                        List.of(
                                "company_id",
                                "parent_id",
                                "industry",
                                "segment",
                                "region",
                                "country",
                                "employees",
                                "established",
                                "rep_id",
                                "desk_id",
                                "book_id"),
                        from,
                        into);
                touched.add(into);
            }
            case CONTACT -> {
                touched.addAll(inFacts("stakeholders", from, into));
                fillGaps(
                        "contact",
                        List.of("client_id", "name", "email", "title", "departure_risk", "last_engaged_at"),
                        from,
                        into);
            }
            case PRODUCT -> {
                touched.addAll(inFacts("products", from, into));
                exclude("product", from, into);
                inArrays("asset", "products", "uuid", from.toString(), into.toString());
                fillGaps("product", List.of("parent_id", "sold_from", "sold_until"), from, into);
                synonym(from, into);
            }
            case DEAL -> {
                hide(from, into);
                touched.add(into);
            }
            case COMPETITOR, INDUSTRY, COUNTRY -> throw new IllegalArgumentException(kind + " has no records");
        }
        return touched;
    }

    /** Writes one word for another wherever the kind of word stands. */
    Set<UUID> reword(EntityKind kind, String from, String into) {
        Set<UUID> touched = new LinkedHashSet<>();
        switch (kind) {
            case INDUSTRY -> {
                word("client", "industry", from, into);
                word("company", "industry", from, into);
                inArrays("asset", "industries", "text", from, into);
            }
            case COUNTRY -> word("client", "country", from, into);
            case COMPETITOR -> {
                touched.addAll(inLists("competitors", from, into));
                inArrays("asset", "competitors", "text", from, into);
            }
            case CLIENT, CONTACT, PRODUCT, DEAL -> throw new IllegalArgumentException(kind + " is no word");
        }
        return touched;
    }

    /** Brings everything back that {@link #carry} or {@link #reword} moved, and what came since. */
    Set<UUID> bringBack(EntityKind kind, UUID from, UUID into) {
        Set<UUID> touched = undoFacts();
        for (Place place : Place.of(kind)) {
            transaction.execute(fill("""
                    update %1$s t set %2$s = :from from entity_move m
                    where m.tenant = :tenant and m.match_id = :match and m.place = '%1$s.%2$s'
                      and t.tenant = :tenant and t.%2$s = :into and m.key = %3$s
                    """.formatted(place.table(), place.column(), key(place, "t")), from, into));
            if (place.told() == Place.Told.BY_EVENT) {
                transaction.execute(fill("""
                        update %1$s t set %2$s = :from from entity_news n
                        where n.tenant = :tenant and n.match_id = :match and t.tenant = :tenant
                          and t.source = n.source and t.event_id = n.event_id and t.%2$s = :into
                        """.formatted(place.table(), place.column()), from, into));
            }
        }
        if (kind == EntityKind.CLIENT) {
            transaction.execute(fill("""
                    update contact t set client_id = :from where t.tenant = :tenant and t.client_id = :into and t.id in (
                        select e.entity_id from entity_news n
                        join inbox i on i.tenant = n.tenant and i.source = n.source and i.event_id = n.event_id and i.type = 'contact'
                        join external_ref e on e.tenant = i.tenant and e.source = i.source and e.type = 'contact' and e.external_id = i.data ->> 'id'
                        where n.tenant = :tenant and n.match_id = :match)
                    """, from, into));
        }
        touched.addAll(transaction.fetch(fill("""
                        update fact t set value = replace(cast(t.value as text), cast(:into as text), cast(:from as text))::jsonb
                        from entity_news n
                        where n.tenant = :tenant and n.match_id = :match and t.tenant = :tenant and t.source = n.source
                          and t.event_id = n.event_id and t.field in ('client', 'products', 'stakeholders')
                        returning t.subject_id
                        """, from, into)).map(r -> r.get(0, UUID.class)));
        restoreColumns();
        touched.add(from);
        touched.add(into);
        return touched;
    }

    /** Puts the words back as they were written. */
    Set<UUID> unword(EntityKind kind, String from, String into) {
        Set<UUID> touched = undoFacts();
        restoreColumns();
        if (kind == EntityKind.COMPETITOR) {
            touched.addAll(
                    transaction.fetch(fill("""
                                    update fact t set value = (select jsonb_agg(case when e = to_jsonb(cast(? as text)) then to_jsonb(cast(? as text)) else e end)
                                                               from jsonb_array_elements(t.value) e)
                                    from entity_news n
                                    where n.tenant = :tenant and n.match_id = :match and t.tenant = :tenant and t.source = n.source
                                      and t.event_id = n.event_id and t.field = 'competitors' and jsonb_typeof(t.value) = 'array'
                                    returning t.subject_id
                                    """, tenant, tenant), into, from).map(r -> r.get(0, UUID.class)));
        } else {
            String column = kind == EntityKind.INDUSTRY ? "industry" : "country";
            transaction.execute(fill("""
                            update client t set %s = ? where t.tenant = :tenant and t.%s = ? and t.id in (
                                select i.subject_id from entity_news n
                                join inbox i on i.tenant = n.tenant and i.source = n.source and i.event_id = n.event_id and i.type = 'client'
                                where n.tenant = :tenant and n.match_id = :match)
                            """.formatted(column, column), tenant, tenant), from, into);
        }
        return touched;
    }

    private List<UUID> inFacts(String field, UUID from, UUID into) {
        String holds =
                "client".equals(field) ? "to_jsonb(cast(:from as text))" : "jsonb_build_array(cast(:from as text))";
        String becomes = "client".equals(field)
                ? "to_jsonb(cast(:into as text))"
                : distinct("case when e = to_jsonb(cast(:from as text)) then to_jsonb(cast(:into as text)) else e end");
        return transaction.fetch(fill(facts(field, holds, becomes), from, into)).map(r -> r.get(0, UUID.class));
    }

    private List<UUID> inLists(String field, String from, String into) {
        String holds = "jsonb_build_array(cast(? as text))";
        String becomes = distinct("case when e = to_jsonb(cast(? as text)) then to_jsonb(cast(? as text)) else e end");
        return transaction
                .fetch(fill(facts(field, holds, becomes), tenant, tenant), from, from, into)
                .map(r -> r.get(0, UUID.class));
    }

    private static String facts(String field, String holds, String becomes) {
        return """
                with held as (
                    select f.subject_id, f.seq, f.value from fact f
                    where f.tenant = :tenant and f.field = '%1$s' and f.value @> %2$s
                ), written as (
                    update fact f set value = %3$s from held h
                    where f.tenant = :tenant and f.subject_id = h.subject_id and f.field = '%1$s' and f.seq = h.seq
                ), noted as (
                    insert into entity_move (tenant, match_id, place, key, old)
                    select :tenant, :match, 'fact.value', jsonb_build_object('seq', h.seq), h.value from held h
                )
                select distinct subject_id from held
                """.formatted(field, holds, becomes);
    }

    /** The elements of a list after the change, each once, in their order. */
    private static String distinct(String becomes) {
        return "(select jsonb_agg(z.y order by z.n) from (select q.y, min(q.n) as n from (select "
                + becomes
                + " as y, n from jsonb_array_elements(h.value) with ordinality u(e, n)) q group by q.y) z)";
    }

    private void inArrays(String table, String column, String type, String from, String into) {
        transaction.execute(fill("""
                        with held as (
                            select t.id, to_jsonb(t.%2$s) as old from %1$s t where t.tenant = :tenant and cast(? as %3$s) = any(t.%2$s)
                        ), written as (
                            update %1$s t set %2$s = array_replace(t.%2$s, cast(? as %3$s), cast(? as %3$s)) from held h where t.tenant = :tenant and t.id = h.id
                        )
                        insert into entity_move (tenant, match_id, place, key, old)
                        select :tenant, :match, '%1$s.%2$s[]', jsonb_build_object('id', h.id), h.old from held h
                        """.formatted(table, column, type), tenant, tenant), from, from, into);
    }

    private void word(String table, String column, String from, String into) {
        transaction.execute(fill("""
                        with moved as (update %1$s t set %2$s = ? where t.tenant = :tenant and t.%2$s = ? returning t.id)
                        insert into entity_move (tenant, match_id, place, key, old)
                        select :tenant, :match, '%1$s.%2$s', jsonb_build_object('id', m.id), to_jsonb(cast(? as text)) from moved m
                        """.formatted(table, column), tenant, tenant), into, from, from);
    }

    /** From now on the record is no client or product of its own. */
    private void exclude(String table, UUID from, UUID into) {
        transaction.execute(fill("""
                with cut as (update %1$s t set parent_id = null where t.tenant = :tenant and t.id = :into and t.parent_id = :from returning t.id)
                insert into entity_move (tenant, match_id, place, key, old)
                select :tenant, :match, '%1$s.parent_id', jsonb_build_object('id', c.id), to_jsonb(:from) from cut c
                """.formatted(table), from, into));
    }

    /** The record's own loop ends; it begins again with a split. */
    private void hide(UUID from, UUID into) {
        transaction.execute(fill("""
                with hidden as (
                    update subject t set deleted_at = (select decided_at from entity_match where tenant = :tenant and id = :match)
                    where t.tenant = :tenant and t.id = :from and t.deleted_at is null returning t.id
                )
                insert into entity_move (tenant, match_id, place, key, old)
                select :tenant, :match, 'subject.deleted_at', jsonb_build_object('id', h.id), null from hidden h
                """, from, into));
    }

    /** What only the record that is given up knows of itself. */
    private void fillGaps(String table, List<String> columns, UUID from, UUID into) {
        for (String column : columns) {
            transaction.execute(fill(
                    """
                    with filled as (
                        update %1$s t set %2$s = o.%2$s from %1$s o
                        where t.tenant = :tenant and t.id = :into and t.%2$s is null and o.tenant = :tenant and o.id = :from and o.%2$s is not null %3$s
                        returning t.id
                    )
                    insert into entity_move (tenant, match_id, place, key, old)
                    select :tenant, :match, '%1$s.%2$s', jsonb_build_object('id', f.id), null from filled f
                    """.formatted(table, column, "parent_id".equals(column) ? "and o.parent_id <> :into" : ""),
                    from,
                    into));
        }
    }

    /** The name that was given up leads to the product that is kept. */
    private void synonym(UUID from, UUID into) {
        transaction.execute(fill("""
                with held as (select t.id, to_jsonb(t.synonyms) as old from product t where t.tenant = :tenant and t.id = :into),
                written as (
                    update product t set synonyms = array_append(t.synonyms, o.name) from product o
                    where t.tenant = :tenant and t.id = :into and o.tenant = :tenant and o.id = :from and o.name <> all(t.synonyms) and o.name <> t.name
                )
                insert into entity_move (tenant, match_id, place, key, old)
                select :tenant, :match, 'product.synonyms[]', jsonb_build_object('id', h.id), h.old from held h
                """, from, into));
    }

    private Set<UUID> undoFacts() {
        return new LinkedHashSet<>(transaction.fetch(fill("""
                        update fact t set value = m.old from entity_move m
                        where m.tenant = :tenant and m.match_id = :match and m.place = 'fact.value'
                          and t.tenant = :tenant and t.seq = cast(m.key ->> 'seq' as bigint) returning t.subject_id
                        """, tenant, tenant)).map(r -> r.get(0, UUID.class)));
    }

    /** Single columns of single rows, words and lists: as they were. */
    private void restoreColumns() {
        record Column(String table, String column, boolean list) {}
        List<Column> columns = transaction
                .fetch(fill(
                        "select distinct place from entity_move where tenant = :tenant and match_id = :match and jsonb_exists(key, 'id') and place <> 'fact.value'",
                        tenant,
                        tenant))
                .map(r -> r.get(0, String.class))
                .stream()
                .map(place -> new Column(
                        place.substring(0, place.indexOf('.')),
                        place.substring(place.indexOf('.') + 1).replace("[]", ""),
                        place.endsWith("[]")))
                .filter(c -> c.list || !idColumn(c.table, c.column))
                .toList();
        for (Column c : columns) {
            String type = transaction
                    .fetchSingle(
                            "select format_type(a.atttypid, a.atttypmod) from pg_attribute a where a.attrelid = cast(? as regclass) and a.attname = ?",
                            c.table,
                            c.column)
                    .get(0, String.class);
            String old = c.list
                    ? "(select coalesce(array_agg(x), '{}') from jsonb_array_elements_text(m.old) x)::" + type
                    : "(m.old #>> '{}')::" + type;
            transaction.execute(fill("""
                    update %1$s t set %2$s = %3$s from (
                        select distinct on (x.key) x.key, x.old from entity_move x
                        where x.tenant = :tenant and x.match_id = :match and x.place = '%1$s.%2$s%4$s' order by x.key, x.seq
                    ) m
                    where t.tenant = :tenant and t.id = cast(m.key ->> 'id' as uuid)
                    """.formatted(c.table, c.column, old, c.list ? "[]" : ""), tenant, tenant));
        }
    }

    /** Columns that {@link #bringBack} has put back already, where what came later is respected. */
    private static boolean idColumn(String table, String column) {
        return switch (table) {
            case "holding", "document", "occasion", "suppression", "house_view", "topic_supporter" -> true;
            case "subject" -> "client_id".equals(column);
            default -> false;
        };
    }

    private static String key(Place place, String alias) {
        StringBuilder json = new StringBuilder("jsonb_build_object(");
        for (String column : place.key()) {
            json.append(json.length() > 19 ? ", " : "")
                    .append("'")
                    .append(column)
                    .append("', ");
            json.append(
                    "occurred_at".equals(column)
                            ? "extract(epoch from " + alias + "." + column + ")"
                            : alias + "." + column);
        }
        return json.append(")").toString();
    }

    private String fill(String sql, UUID from, UUID into) {
        return sql.replace(":tenant", literal(tenant))
                .replace(":match", literal(match))
                .replace(":from", literal(from))
                .replace(":into", literal(into));
    }

    private static String literal(UUID id) {
        return "cast('" + id + "' as uuid)";
    }
}
