package nextbest.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import nextbest.imports.ColumnProfile.DateReading;

/**
 * Gives each column of a table the role that its header and its values speak for: every role at most once, the strongest
 * claim first.
 */
final class Assignment {
    /** A column's claim to a role. */
    record Claim(int column, Role role, double strength, String reason) {}

    private static final Set<String> RELATIONS = Set.of(
            "yes",
            "no",
            "y",
            "n",
            "true",
            "false",
            "0",
            "1",
            "new",
            "current",
            "existing",
            "past",
            "former",
            "old",
            "prospect",
            "unknown",
            "none",
            "ja",
            "nein",
            "neu",
            "bestand");

    private static final Pattern SUPPLIER =
            Pattern.compile("\\b(suppliers?|vendors?|lieferant(en)?|fournisseurs?|proveedor(es)?)\\b");

    private final TableProfile profile;
    private final Entity entity;
    private final Map<Integer, Claim> byColumn = new java.util.TreeMap<>();

    private Assignment(TableProfile profile, Entity entity) {
        this.profile = profile;
        this.entity = entity;
    }

    /**
     * @param least weaker claims are not heard
     */
    static Assignment of(TableProfile profile, Entity entity, double least) {
        Assignment assignment = new Assignment(profile, entity);
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < profile.columns().size(); i++) {
            ColumnProfile column = profile.columns().get(i);
            for (Vocabulary.Reading reading : Vocabulary.read(entity, column.header())) {
                double fit = fit(column, reading.role(), profile.rows());
                claims.add(new Claim(
                        i,
                        reading.role(),
                        reading.strength() * fit,
                        reason(column, reading.role(), reading.strength(), fit)));
            }
        }
        claims.sort(Comparator.comparingDouble(Claim::strength)
                .reversed()
                .thenComparing(Claim::column)
                .thenComparing(Claim::role));
        Set<Role> taken = new HashSet<>();
        for (Claim claim : claims) {
            if (claim.strength() >= least
                    && !assignment.byColumn.containsKey(claim.column())
                    && (claim.role().repeatable() || taken.add(claim.role()))) {
                assignment.byColumn.put(claim.column(), claim);
            }
        }
        return assignment;
    }

    /** How well a column's values suit a role, 0 to 1. */
    private static double fit(ColumnProfile column, Role role, long rows) {
        if (rows == 0) {
            return 1;
        }
        if (column.filled() == 0) {
            return role == Role.ID || role == Role.STAGE || role == Role.NAME ? 0.1 : 1;
        }
        return switch (role.holds()) {
            case DATE ->
                switch (column.datesExpected()) {
                    case DateReading.Decided(DateShape.Order ignored, double share) -> share >= 0.8 ? 1 : 0.8;
                    case DateReading.Ambiguous ignored -> 1;
                    case DateReading.NoDates ignored -> 0.1;
                };
            case NUMBER, MONEY -> column.numberShare() >= 0.8 ? 1 : column.numberShare() >= 0.5 ? 0.85 : 0.1;
            case TEXT -> fitText(column, role, rows);
        };
    }

    private static double fitText(ColumnProfile column, Role role, long rows) {
        return switch (role) {
            case STAGE -> stageFit(column);
            case OUTCOME -> column.complete() && column.distinct() <= 12 && resultLike(column) ? 1 : 0.1;
            case ID -> !column.complete() || column.distinct() * 2L >= column.filled() ? 1 : 0.3;
            case CLIENT -> column.complete() && rows > 50 && saysWhetherClient(column) ? 0.1 : 1;
            case NAME -> column.numberShare() > 0.8 ? 0.5 : 1;
            default -> 1;
        };
    }

    /** A column "client" with "current" and "past" says whether somebody is a client, not who. */
    private static boolean saysWhetherClient(ColumnProfile column) {
        return column.values().stream()
                .allMatch(e -> RELATIONS.contains(e.getKey().strip().toLowerCase(Locale.ROOT)));
    }

    private static double stageFit(ColumnProfile column) {
        if (!column.complete() || column.distinct() > 60 || column.numberShare() > 0.5) {
            return 0.3;
        }
        // "Status" with won and lost is an outcome; "Stage" with nothing else is a table of closed deals.
        return resultWordsOnly(column) ? 0.65 : 1;
    }

    private static boolean resultWordsOnly(ColumnProfile column) {
        return column.values().stream().allMatch(e -> StageWords.isResultWord(e.getKey()));
    }

    static boolean resultLike(ColumnProfile column) {
        long known = 0;
        long total = 0;
        for (Map.Entry<String, Integer> value : column.values()) {
            total += value.getValue();
            boolean plain = StageWords.known(value.getKey())
                    .map(meaning -> !meaning.kind().isOpen())
                    .orElse(true);
            if (plain && StageWords.result(value.getKey()).isPresent()) {
                known += value.getValue();
            }
        }
        return total > 0 && known * 10 >= total * 9;
    }

    private static String reason(ColumnProfile column, Role role, double strength, double fit) {
        String header = strength >= 0.75 ? "the header says so" : "the header contains a usual word";
        if (role.holds() == Role.Holds.TEXT || column.filled() == 0) {
            return fit < 0.5 ? header + ", the values do not" : header;
        }
        String values = role.holds() == Role.Holds.DATE ? "dates" : "numbers";
        return header + (fit >= 0.8 ? " and the values are " + values : ", but most values are no " + values);
    }

    Entity entity() {
        return entity;
    }

    TableProfile profile() {
        return profile;
    }

    List<Claim> claims() {
        return List.copyOf(byColumn.values());
    }

    Optional<Claim> claim(Role role) {
        return byColumn.values().stream().filter(claim -> claim.role() == role).findFirst();
    }

    boolean has(Role... anyOf) {
        for (Role role : anyOf) {
            if (claim(role).isPresent()) {
                return true;
            }
        }
        return false;
    }

    boolean isAssigned(int column) {
        return byColumn.containsKey(column);
    }

    /** How much of the table is understood: the sum of the claims that say something. */
    double total() {
        return byColumn.values().stream()
                .filter(claim -> claim.role() != Role.IGNORE
                        && claim.role() != Role.ATTRIBUTE
                        && claim.role() != Role.ATTRIBUTE_NOW)
                .mapToDouble(Claim::strength)
                .sum();
    }

    /** Companies that sell to the organisation, by the file's name or a header. */
    private boolean isOfSuppliers() {
        return SUPPLIER.matcher(Headers.folded(profile.table().name())).find()
                || profile.columns().stream()
                        .anyMatch(column -> SUPPLIER.matcher(Headers.folded(column.header()))
                                .find());
    }

    /** Whether what a table of this kind cannot do without is there. */
    boolean suffices() {
        return switch (entity) {
            case DEAL ->
                has(Role.STAGE, Role.OUTCOME)
                        && has(Role.ID, Role.NAME, Role.CLIENT)
                        && has(Role.CREATED, Role.ENGAGED, Role.CLOSED, Role.EXPECTED_CLOSE, Role.AMOUNT, Role.PRODUCT);
            case CLIENT ->
                !isOfSuppliers()
                        && has(Role.NAME)
                        && has(
                                Role.INDUSTRY,
                                Role.EMPLOYEES,
                                Role.REVENUE,
                                Role.COUNTRY,
                                Role.ESTABLISHED,
                                Role.SEGMENT);
            case PRODUCT -> has(Role.NAME) && has(Role.PRICE, Role.PARENT);
            case REP -> has(Role.NAME) && has(Role.MANAGER, Role.REGION, Role.EMAIL, Role.DESK);
        };
    }
}
