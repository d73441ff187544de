package nextbest.store.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which decisions a report is about.
 *
 * @param segment as statistics group deals
 * @param stage kind of stage, for example {@code DISCOVERY}
 * @param product of the deal
 * @param desk of the deal's rep
 * @param topic key of a topic that the deal's client talked about
 */
public record Slice(
        Optional<String> segment,
        Optional<String> stage,
        Optional<UUID> product,
        Optional<UUID> desk,
        Optional<String> topic) {
    /** All decisions. */
    public static Slice everything() {
        return new Slice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Subjects of clients that talked about a topic; row-level security keeps it to one organisation. */
    static final String ABOUT_TOPIC =
            "(select a.id from subject a where a.client_id in (select b.client_id from topic_mention m"
                    + " join document o on o.tenant = m.tenant and o.id = m.document_id join subject b on b.tenant = o.tenant and b.id = o.subject_id"
                    + " where m.topic = ?))";

    /** Conditions on the decision {@code d}, each beginning with "and". */
    String sql() {
        return segment.map(s -> " and d.segment = ?").orElse("")
                + stage.map(s -> " and d.stage_kind = ?").orElse("")
                + product.map(
                                p ->
                                        " and exists (select 1 from deal dp where dp.tenant = d.tenant and dp.subject_id = d.subject_id and dp.product_id = ?)")
                        .orElse("")
                + desk.map(
                                k ->
                                        " and exists (select 1 from rep dr where dr.tenant = d.tenant and dr.id = d.rep_id and dr.desk_id = ?)")
                        .orElse("")
                + topic.map(t -> " and d.subject_id in " + ABOUT_TOPIC).orElse("");
    }

    /** What the conditions ask for, in their order. */
    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        segment.ifPresent(arguments::add);
        stage.ifPresent(arguments::add);
        product.ifPresent(arguments::add);
        desk.ifPresent(arguments::add);
        topic.ifPresent(arguments::add);
        return arguments;
    }
}
