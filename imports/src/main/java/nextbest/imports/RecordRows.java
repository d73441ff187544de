package nextbest.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nextbest.event.EventType;

/** One row of a table of clients, products or reps becomes one event. */
final class RecordRows {
    private static final Set<String> NO_CLIENTS = Set.of(
            "supplier",
            "vendor",
            "competitor",
            "lieferant",
            "zulieferer",
            "wettbewerber",
            "fournisseur",
            "concurrent",
            "proveedor",
            "competidor");

    private final TableFile table;
    private final TableMapping mapping;
    private final ImportOptions options;
    private final Names names;
    private final Consumer<RowProblem> warnings;

    RecordRows(
            TableFile table, TableMapping mapping, ImportOptions options, Names names, Consumer<RowProblem> warnings) {
        this.table = table;
        this.mapping = mapping;
        this.options = options;
        this.names = names;
        this.warnings = warnings;
    }

    /** What a row says, and whom it mentions. */
    record Result(Draft draft, String name, Optional<Names.Mention> parent, Optional<Names.Mention> rep) {}

    /** What a company is that is no client; empty for clients. */
    Optional<String> otherThanClient(Row row) {
        return mapping.use(Role.RELATION)
                .map(use -> row.cell(use.index()))
                .filter(relation -> NO_CLIENTS.contains(Headers.folded(relation)));
    }

    /**
     * @param at since when it is taken as known, because such tables carry no dates
     * @throws RowRefused with everything that is wrong with the row
     */
    Result read(Row row, Instant at) throws RowRefused {
        Cells cells = new Cells(table, mapping, options, row, warnings);
        Optional<String> name = cells.text(Role.NAME);
        Optional<String> id = mapping.has(Role.ID) ? cells.id(Role.ID) : cells.id(Role.NAME);
        if (name.isEmpty() && mapping.has(Role.ID)) {
            cells.problem(Role.NAME, "nothing", "a name");
        }
        Map<String, Object> data = new LinkedHashMap<>();
        Map<String, String> columns = new LinkedHashMap<>();
        String recordId = id.orElse("?");
        Optional<Names.Mention> parent = Optional.empty();
        Optional<Names.Mention> rep = Optional.empty();
        EventType type = switch (mapping.entity()) {
            case CLIENT -> EventType.CLIENT;
            case PRODUCT -> EventType.PRODUCT;
            case REP -> EventType.REP;
            case DEAL -> throw new IllegalStateException("a table of deals is read by DealRows");
        };
        if (type != EventType.CLIENT) {
            put(data, columns, "id", Role.ID, Optional.of(recordId));
        }
        put(data, columns, "name", Role.NAME, name.map(Object.class::cast));
        switch (mapping.entity()) {
            case CLIENT -> {
                plain(cells, data, columns, Role.INDUSTRY, "industry");
                plain(cells, data, columns, Role.SEGMENT, "segment");
                plain(cells, data, columns, Role.REGION, "region");
                plain(cells, data, columns, Role.COUNTRY, "country");
                plain(cells, data, columns, Role.DESK, "desk");
                plain(cells, data, columns, Role.BOOK, "book");
                put(
                        data,
                        columns,
                        "employees",
                        Role.EMPLOYEES,
                        cells.number(Role.EMPLOYEES).map(Object.class::cast));
                put(
                        data,
                        columns,
                        "established",
                        Role.ESTABLISHED,
                        cells.number(Role.ESTABLISHED).map(Object.class::cast));
                put(
                        data,
                        columns,
                        "revenue",
                        Role.REVENUE,
                        cells.money(Role.REVENUE, mapping.unit()).map(Object.class::cast));
                parent = reference(cells, data, columns, Role.PARENT, "parent", Entity.CLIENT, recordId);
                rep = reference(cells, data, columns, Role.REP, "rep", Entity.REP, "");
            }
            case PRODUCT -> {
                put(
                        data,
                        columns,
                        "price",
                        Role.PRICE,
                        cells.money(Role.PRICE, BigDecimal.ONE).map(Object.class::cast));
                parent = reference(cells, data, columns, Role.PARENT, "parent", Entity.PRODUCT, recordId);
            }
            case REP -> {
                plain(cells, data, columns, Role.EMAIL, "email");
                plain(cells, data, columns, Role.REGION, "region");
                plain(cells, data, columns, Role.DESK, "desk");
                plain(cells, data, columns, Role.BOOK, "book");
                plain(cells, data, columns, Role.ZONE, "zone");
                put(
                        data,
                        columns,
                        "since",
                        Role.SINCE,
                        cells.date(Role.SINCE).map(moment -> moment.day().toString()));
                parent = reference(cells, data, columns, Role.MANAGER, "manager", Entity.REP, recordId);
            }
            case DEAL -> {}
        }
        cells.refuseIfUnsound();
        Draft draft =
                new Draft(mapping.family(), type, mapping.entity(), recordId, "record", at, Optional.empty(), data);
        cells.check(draft, columns);
        cells.refuseIfUnsound();
        return new Result(draft, name.orElse(recordId), parent, rep);
    }

    private void plain(Cells cells, Map<String, Object> data, Map<String, String> columns, Role role, String field) {
        put(data, columns, field, role, cells.text(role).map(Object.class::cast));
    }

    private void put(
            Map<String, Object> data, Map<String, String> columns, String field, Role role, Optional<Object> value) {
        value.ifPresent(v -> data.put(field, v));
        mapping.use(role).ifPresent(use -> columns.put(field, use.header()));
    }

    private Optional<Names.Mention> reference(
            Cells cells,
            Map<String, Object> data,
            Map<String, String> columns,
            Role role,
            String field,
            Entity entity,
            String self) {
        Optional<String> name =
                mapping.use(role).flatMap(use -> entity == Entity.REP ? cells.person(use) : cells.name(use));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Object ref = names.ref(mapping.family(), entity, name.get());
        if (ref.equals(self)) {
            return Optional.empty();
        }
        put(data, columns, field, role, Optional.of(ref));
        return Optional.of(new Names.Mention(mapping.family(), entity, name.get()));
    }
}
