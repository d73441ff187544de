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
 */
public record Slice(Optional<String> segment, Optional<String> stage, Optional<UUID> product, Optional<UUID> desk) {
    /** All decisions. */
    public static Slice everything() {
        return new Slice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

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
                        .orElse("");
    }

    /** What the conditions ask for, in their order. */
    List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        segment.ifPresent(arguments::add);
        stage.ifPresent(arguments::add);
        product.ifPresent(arguments::add);
        desk.ifPresent(arguments::add);
        return arguments;
    }
}
