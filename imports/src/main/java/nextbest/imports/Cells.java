package nextbest.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import nextbest.event.FieldType;
import nextbest.event.InvalidEvent;
import nextbest.event.Violation;

/** The cells of one row by role, read as what they mean; what cannot be read is collected as a problem. */
final class Cells {
    private final TableFile table;
    private final TableMapping mapping;
    private final ImportOptions options;
    private final Row row;
    private final List<RowProblem> problems = new ArrayList<>();
    private final Consumer<RowProblem> warnings;

    Cells(TableFile table, TableMapping mapping, ImportOptions options, Row row, Consumer<RowProblem> warnings) {
        this.table = table;
        this.mapping = mapping;
        this.options = options;
        this.row = row;
        this.warnings = warnings;
    }

    Row row() {
        return row;
    }

    /** The cell of a role; empty if there is no such column, or it says nothing. */
    Optional<String> text(Role role) {
        return mapping.use(role).flatMap(this::text);
    }

    Optional<String> text(ColumnUse use) {
        String cell = row.cell(use.index());
        return mapping.isUnknown(cell) ? Optional.empty() : Optional.of(cell);
    }

    /** A cell that names a record of another table; that record must be able to carry the name. */
    Optional<String> name(ColumnUse use) {
        Optional<String> cell = text(use);
        if (cell.isEmpty()) {
            return cell;
        }
        try {
            return Optional.of((String) ID.read(cell.get()));
        } catch (FieldType.NotAllowed e) {
            problem(use.header(), cell.get(), ID.allowed() + " without control characters");
            return Optional.empty();
        }
    }

    /** A cell that names a colleague; empty as well where it says that there is nobody. */
    Optional<String> person(ColumnUse use) {
        return NOBODY.contains(Headers.folded(row.cell(use.index()))) ? Optional.empty() : name(use);
    }

    /** A cell that holds a mail address; one that is none is told and not used. */
    Optional<String> mail(Role role) {
        Optional<ColumnUse> use = mapping.use(role).filter(u -> person(u).isPresent());
        if (use.isEmpty()) {
            return Optional.empty();
        }
        String cell = row.cell(use.get().index());
        if (!isMail(cell)) {
            warn(role, cell, MAIL.allowed() + "; it is not used");
            return Optional.empty();
        }
        return Optional.of(cell);
    }

    static boolean isMail(String text) {
        try {
            return !MAIL.read(text).toString().isEmpty();
        } catch (FieldType.NotAllowed e) {
            return false;
        }
    }

    Optional<DateShape.Moment> date(Role role) {
        return mapping.use(role).flatMap(this::date);
    }

    Optional<DateShape.Moment> date(ColumnUse use) {
        Optional<String> cell = text(use);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        DateShape shape = use.dates().orElseThrow();
        Optional<DateShape.Moment> moment = shape.read(cell.get());
        if (moment.isEmpty()) {
            problem(use.header(), cell.get(), shape.allowed(cell.get()));
        }
        return moment;
    }

    Optional<BigDecimal> number(Role role) {
        return mapping.use(role).flatMap(use -> quantity(use)).map(NumberShape.Quantity::value);
    }

    private Optional<NumberShape.Quantity> quantity(ColumnUse use) {
        Optional<String> cell = text(use);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        NumberShape shape = use.numbers().orElseThrow();
        Optional<NumberShape.Quantity> quantity = shape.read(cell.get());
        if (quantity.isEmpty()) {
            problem(use.header(), cell.get(), shape.allowed(cell.get()));
        }
        return quantity;
    }

    /** An amount of money as events carry it; more decimals than the currency has are rounded half to even. */
    Optional<Map<String, Object>> money(Role role, BigDecimal unit) {
        Optional<ColumnUse> use = mapping.use(role);
        Optional<NumberShape.Quantity> quantity = use.flatMap(this::quantity);
        if (quantity.isEmpty()) {
            return Optional.empty();
        }
        String header = use.orElseThrow().header();
        if (quantity.get().value().signum() < 0) {
            problem(header, row.cell(use.orElseThrow().index()), "an amount of 0 or more");
            return Optional.empty();
        }
        String currency = quantity.get()
                .currency()
                .or(() -> text(Role.CURRENCY).map(code -> code.toUpperCase(java.util.Locale.ROOT)))
                .or(mapping::currency)
                .orElse(options.currency());
        if (!NumberShape.isCurrency(currency)) {
            ColumnUse at = mapping.use(Role.CURRENCY).orElse(use.orElseThrow());
            problem(at.header(), row.cell(at.index()), "an ISO 4217 currency such as EUR");
            return Optional.empty();
        }
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        BigDecimal exact = quantity.get().value().multiply(unit);
        BigDecimal amount = exact.setScale(digits, RoundingMode.HALF_EVEN);
        if (amount.compareTo(exact) != 0) {
            warn(
                    header,
                    row.cell(use.orElseThrow().index()),
                    "at most " + digits + " decimals of " + currency + "; rounded to " + amount.toPlainString());
        }
        if (amount.compareTo(MOST) > 0) {
            problem(header, row.cell(use.orElseThrow().index()), "an amount from 0 to " + MOST.toPlainString());
            return Optional.empty();
        }
        Map<String, Object> money = new LinkedHashMap<>();
        money.put("amount", amount);
        money.put("currency", currency);
        return Optional.of(money);
    }

    void problem(Role role, String seen, String allowed) {
        problem(mapping.use(role).map(ColumnUse::header).orElse(""), seen, allowed);
    }

    void problem(String column, String seen, String allowed) {
        problems.add(new RowProblem(table.name(), row.line(), column, seen, allowed));
    }

    void warn(Role role, String seen, String allowed) {
        warn(mapping.use(role).map(ColumnUse::header).orElse(""), seen, allowed);
    }

    /** A value that a field takes; one that it does not take is told and left out, and the row goes on without it. */
    Optional<Object> fitting(ColumnUse use, FieldType type, Object value) {
        try {
            Object ignored = type.read(value);
            return Optional.of(value);
        } catch (FieldType.NotAllowed e) {
            warn(use, type.allowed() + "; the field is left out");
            return Optional.empty();
        }
    }

    void warn(ColumnUse use, String allowed) {
        warn(use.header(), row.cell(use.index()), allowed);
    }

    private void warn(String column, String seen, String allowed) {
        warnings.accept(new RowProblem(table.name(), row.line(), column, seen, allowed));
    }

    boolean isSound() {
        return problems.isEmpty();
    }

    void refuseIfUnsound() throws RowRefused {
        if (!problems.isEmpty()) {
            throw new RowRefused(problems);
        }
    }

    /** Checks what an event would say against its type; a violation is laid at the column it comes from. */
    void check(Draft draft, Map<String, String> columns) {
        try {
            var ignored = draft.type().read(draft.data(), draft.subject());
        } catch (InvalidEvent e) {
            for (Violation violation : e.violations()) {
                String field = violation.field().replaceFirst("^data\\.", "");
                String column = columns.getOrDefault(field, field);
                problem(column, raw(column).orElse(violation.seen()), violation.allowed());
            }
        }
    }

    /** The cell under a header as it stands in the file; empty if nothing stands there. */
    Optional<String> raw(String header) {
        return mapping.uses().stream()
                .filter(use -> use.header().equals(header))
                .map(use -> row.cell(use.index()))
                .filter(cell -> !cell.isEmpty())
                .findFirst();
    }

    /** As {@link #raw(String)}, of a role's column. */
    Optional<String> raw(Role role) {
        return mapping.use(role).map(use -> row.cell(use.index())).filter(cell -> !cell.isEmpty());
    }

    /** A day after the import's moment has not happened yet. */
    boolean isFuture(LocalDate day) {
        return day.isAfter(options.today());
    }

    /** A text that an id field takes; empty and a problem otherwise. */
    Optional<String> id(Role role) {
        Optional<ColumnUse> use = mapping.use(role);
        if (use.isEmpty()) {
            return Optional.empty();
        }
        String cell = row.cell(use.get().index());
        if (cell.isEmpty()) {
            problem(use.get().header(), "nothing", "the record's id");
            return Optional.empty();
        }
        try {
            return Optional.of((String) ID.read(cell));
        } catch (FieldType.NotAllowed e) {
            problem(use.get().header(), cell, ID.allowed());
            return Optional.empty();
        }
    }

    /** What systems write where a record has no owner, in the form of {@link Headers#folded}. */
    private static final Set<String> NOBODY = Set.of(
            "no owner",
            "no value",
            "nobody",
            "none",
            "unassigned",
            "not assigned",
            "unowned",
            "kein inhaber",
            "ohne inhaber",
            "kein zustandiger mitarbeiter",
            "nicht zugewiesen",
            "niemand",
            "aucun proprietaire",
            "non attribue",
            "sin propietario",
            "sin asignar");

    /** The largest amount that an event may carry. */
    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    private static final FieldType MAIL = new FieldType.MailAddress();

    private static final FieldType ID = new FieldType.Text(200);
}
