package nextbest.store.entity;

import java.util.List;

/**
 * A column that holds the id of an entity, and so is rewritten when the entity turns out to be another one.
 *
 * @param key columns that identify a row whatever the changed column says
 * @param guard what keeps a row where it is, as SQL over alias {@code t}: usually that the other entity has the same row already
 * @param told how the row is found again by the event that told of it; empty if it carries no event
 */
record Place(String table, String column, List<String> key, String guard, Told told) {
    /** Which columns of a row name its event. */
    enum Told {
        BY_EVENT,
        NOT
    }

    private static Place of(String table, String column, String... key) {
        return new Place(table, column, List.of(key), "true", Told.NOT);
    }

    private static Place told(String table, String column, String... key) {
        return new Place(table, column, List.of(key), "true", Told.BY_EVENT);
    }

    private Place unless(String other) {
        return new Place(table, column, key, other, told);
    }

    String name() {
        return table + "." + column;
    }

    /** What is said and known of a deal or client: the same for both. */
    private static final List<Place> SUBJECT = List.of(
            told("fact", "subject_id", "seq"),
            told("stage_change", "subject_id", "seq"),
            told("activity", "subject_id", "seq"),
            told("signal", "subject_id", "seq"),
            told("deal_outcome", "subject_id", "seq"),
            told("document", "subject_id", "id"),
            told("exposure_elsewhere", "subject_id", "source", "event_id"),
            of("occasion", "subject_id", "id"),
            of("suppression", "subject_id", "id"),
            of("attribution", "subject_id", "decision_id", "position"),
            of("vendor_talk", "subject_id", "source", "call"),
            of("edge", "from_id", "kind", "to_id")
                    .unless(
                            "t.to_id <> :into and not exists (select 1 from edge o where o.tenant = t.tenant and o.kind = t.kind"
                                    + " and o.from_id = :into and o.to_id = t.to_id)"),
            of("edge", "to_id", "kind", "from_id")
                    .unless(
                            "t.from_id <> :into and not exists (select 1 from edge o where o.tenant = t.tenant and o.kind = t.kind"
                                    + " and o.to_id = :into and o.from_id = t.from_id)"));

    static List<Place> of(EntityKind kind) {
        return switch (kind) {
            case DEAL -> SUBJECT;
            case CLIENT -> {
                List<Place> places = new java.util.ArrayList<>(SUBJECT);
                places.add(told("holding", "client_id", "id"));
                places.add(of("contact", "client_id", "id"));
                places.add(of("client", "parent_id", "id").unless("t.id <> :into"));
                places.add(of("subject", "client_id", "id").unless("t.kind = 'DEAL'"));
                places.add(
                        of("topic_supporter", "client_id", "id")
                                .unless(
                                        "not exists (select 1 from topic_supporter o where o.tenant = t.tenant"
                                                + " and o.suggestion_id = t.suggestion_id and o.actor = t.actor and o.client_id = :into)"));
                yield places;
            }
            case CONTACT ->
                List.of(
                        told("activity", "contact_id", "seq"),
                        told("signal", "contact_id", "seq"),
                        told("document", "contact_id", "id"),
                        of("consent", "contact_id", "channel", "occurred_at")
                                .unless(
                                        "not exists (select 1 from consent o where o.tenant = t.tenant and o.contact_id = :into"
                                                + " and o.channel = t.channel and o.occurred_at = t.occurred_at)"),
                        of("edge", "to_id", "kind", "from_id")
                                .unless("not exists (select 1 from edge o where o.tenant = t.tenant and o.kind = t.kind"
                                        + " and o.to_id = :into and o.from_id = t.from_id)"));
            case PRODUCT ->
                List.of(
                        told("holding", "product_id", "id"),
                        of("product", "parent_id", "id").unless("t.id <> :into"),
                        of("occasion", "product_id", "id"),
                        of("house_view", "product_id", "id"));
            case COMPETITOR, INDUSTRY, COUNTRY -> List.of();
        };
    }
}
