package nextbest.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nextbest.imports.ColumnProfile.DateReading;

/** Proposes a mapping file for a table: what each column seems to be, how sure that is, and why. */
final class MappingDraft {
    private static final double HEARD = 0.3;
    private static final int STAGES_SHOWN = 40;

    private record Guess(Role role, double confidence, String reason) {}

    private final TableProfile profile;
    private final ImportOptions options;
    private final Assignment assignment;
    private final Map<Integer, Guess> guesses = new LinkedHashMap<>();
    private final Map<String, StageWords.Meaning> meanings;
    private final Map<Integer, ColumnUse> entered = new LinkedHashMap<>();

    private MappingDraft(TableProfile profile, ImportOptions options) {
        this.profile = profile;
        this.options = options;
        Optional<Assignment> recognised = CrmExport.best(profile, CrmExport.SURE);
        this.assignment = recognised
                .or(() -> CrmExport.best(profile, HEARD))
                .orElseGet(() -> Assignment.of(profile, Entity.DEAL, HEARD));
        this.meanings = CrmExport.stages(assignment);
        for (Assignment.Claim claim : assignment.claims()) {
            // a field of the deal is one by its values, as without a mapping
            if (claim.role() != Role.ATTRIBUTE || claim.strength() >= CrmExport.SURE) {
                guesses.put(claim.column(), new Guess(claim.role(), claim.strength(), claim.reason()));
            }
        }
        enteredStages();
        // what an import reads by itself is proposed as it would read it
        if (recognised.isEmpty() && assignment.entity() == Entity.DEAL) {
            guessByValues();
        }
    }

    static String of(TableProfile profile, ImportOptions options) {
        return new MappingDraft(profile, options).yaml();
    }

    private void enteredStages() {
        for (int i = 0; i < profile.columns().size() && assignment.entity() == Entity.DEAL; i++) {
            int index = i;
            if (!guesses.containsKey(i) || guesses.get(i).confidence() < CrmExport.SURE) {
                CrmExport.stageEntered(profile.columns().get(i), i, meanings, options)
                        .ifPresent(use -> {
                            entered.put(index, use);
                            guesses.put(index, new Guess(use.role(), use.confidence(), use.reason()));
                        });
            }
        }
    }

    /** Columns without a usual header: what their values look like. */
    private void guessByValues() {
        List<Integer> dates = new ArrayList<>();
        for (int i = 0; i < profile.columns().size(); i++) {
            ColumnProfile column = profile.columns().get(i);
            if (guesses.containsKey(i)
                    || column.filled() == 0
                    || column.header().isEmpty()) {
                continue;
            }
            boolean isDate = !(column.dates() instanceof DateReading.NoDates);
            boolean closes = column.complete()
                    && column.values().stream()
                            .anyMatch(e -> StageWords.known(e.getKey())
                                    .filter(m -> !m.kind().isOpen())
                                    .isPresent());
            if (isDate) {
                dates.add(i);
            } else if (closes && !has(Role.STAGE) && column.distinct() > 2) {
                guesses.put(
                        i, new Guess(Role.STAGE, 0.5, "some values are usual words for won and lost, others are not"));
            } else if (Assignment.resultLike(column) && !has(Role.OUTCOME) && !has(Role.STAGE)) {
                guesses.put(i, new Guess(Role.OUTCOME, 0.5, "its values read as won and lost"));
            } else if (column.mostlyUnique()
                    && !has(Role.ID)
                    && (column.numberShare() < 1 || column.wholeNumbersOnly())) {
                guesses.put(i, new Guess(Role.ID, 0.4, "almost every row has another value"));
            } else if (column.numberShare() >= 0.9 && column.distinct() > 20 && !has(Role.AMOUNT)) {
                guesses.put(i, new Guess(Role.AMOUNT, 0.4, "its values are numbers, many of them different"));
            }
        }
        // The better filled of two date columns is when deals begin: open deals have no closing day yet.
        dates.sort(java.util.Comparator.comparingLong(
                        (Integer i) -> -profile.columns().get(i).filled())
                .thenComparing(i -> i));
        for (int i : dates) {
            Role role = !has(Role.CREATED) && !has(Role.ENGAGED)
                    ? Role.CREATED
                    : !has(Role.CLOSED) ? Role.CLOSED : Role.IGNORE;
            guesses.put(i, new Guess(role, role == Role.IGNORE ? 0.2 : 0.4, "its values are dates; check which"));
        }
    }

    private boolean has(Role role) {
        return guesses.values().stream().anyMatch(guess -> guess.role() == role);
    }

    private String yaml() {
        TableFile table = profile.table();
        StringBuilder yaml = new StringBuilder();
        yaml.append("# Proposed for ")
                .append(oneLine(table.name()))
                .append(": ")
                .append(profile.rows())
                .append(" rows.\n");
        yaml.append("# Correct what is wrong, then: import ")
                .append(oneLine(table.name()))
                .append(" --mapping THIS-FILE\n");
        yaml.append("# Roles: ").append(Role.allowed(assignment.entity())).append('\n');
        yaml.append("nextbest-mapping: 1\nname: ")
                .append(CrmExport.family(assignment))
                .append("  # the events' source becomes file:")
                .append(CrmExport.family(assignment))
                .append('\n');
        yaml.append("table: ").append(assignment.entity().plural()).append('\n');
        yaml.append("separator: ")
                .append(table.separator() == '\t' ? "tab" : quote(String.valueOf(table.separator())))
                .append('\n');
        yaml.append("encoding: ").append(table.raw().charset().name()).append('\n');
        yaml.append("currency: ").append(options.currency()).append("  # for amounts that name none\n");
        idFrom(yaml);
        yaml.append("columns:\n");
        for (int i = 0; i < profile.columns().size(); i++) {
            column(yaml, i);
        }
        stages(yaml);
        return yaml.toString();
    }

    private void idFrom(StringBuilder yaml) {
        if (assignment.entity() == Entity.DEAL && !has(Role.ID)) {
            List<String> from = guesses.entrySet().stream()
                    .filter(e -> List.of(Role.NAME, Role.CLIENT, Role.CREATED)
                            .contains(e.getValue().role()))
                    .map(e -> quote(profile.columns().get(e.getKey()).header()))
                    .toList();
            if (!from.isEmpty()) {
                yaml.append("id-from: [").append(String.join(", ", from)).append("]  # no column looks like an id\n");
            }
        }
    }

    private void column(StringBuilder yaml, int index) {
        ColumnProfile column = profile.columns().get(index);
        if (column.header().isEmpty()) {
            return;
        }
        Guess guess = guesses.getOrDefault(index, further(column));
        String value = guess.role().key();
        String doubt = "";
        if (guess.role().holds() == Role.Holds.DATE) {
            switch (column.datesExpected()) {
                case DateReading.Decided(DateShape.Order order, double ignored) ->
                    value = "{role: " + value + ", date: " + order.pattern()
                            + Optional.ofNullable(entered.get(index))
                                    .flatMap(ColumnUse::stage)
                                    .map(stage -> ", stage: " + quote(stage))
                                    .orElse("")
                            + "}";
                case DateReading.Ambiguous(String example) -> {
                    value = "{role: " + value + ", date: " + DateShape.Order.DAY_FIRST.pattern() + "}";
                    doubt = "; DECIDE: " + oneLine(example) + " may be " + DateShape.Order.MONTH_FIRST.pattern()
                            + " as well";
                }
                case DateReading.NoDates ignored -> doubt = "; but its values are no dates";
            }
        }
        yaml.append("  ")
                .append(quote(column.header()))
                .append(": ")
                .append(value)
                .append(String.format(Locale.ROOT, "  # %.2f, ", guess.confidence()))
                .append(oneLine(guess.reason()))
                .append(doubt)
                .append(column.example().map(e -> ", for example " + oneLine(e)).orElse(", empty"))
                .append('\n');
    }

    private Guess further(ColumnProfile column) {
        return CrmExport.isAttribute(assignment.entity(), column)
                ? new Guess(Role.ATTRIBUTE, 0.3, "few different values")
                : new Guess(Role.IGNORE, 0.3, "no usual header");
    }

    private void stages(StringBuilder yaml) {
        Optional<ColumnProfile> stage = guesses.entrySet().stream()
                .filter(e -> e.getValue().role() == Role.STAGE)
                .map(e -> profile.columns().get(e.getKey()))
                .findFirst();
        if (stage.isEmpty()) {
            return;
        }
        yaml.append("stages:  # each one of PROSPECTING, DISCOVERY, PROPOSAL, NEGOTIATION, WON, LOST\n");
        stage.get().values().stream().limit(STAGES_SHOWN).forEach(value -> {
            Optional<StageWords.Meaning> known = StageWords.known(value.getKey());
            Optional<StageWords.Meaning> meaning = known.or(() -> StageWords.guess(value.getKey()));
            yaml.append("  ")
                    .append(quote(value.getKey()))
                    .append(": ")
                    .append(meaning.map(m -> m.kind().name()).orElse("DISCOVERY"))
                    .append("  # ")
                    .append(
                            known.isPresent()
                                    ? "a usual name"
                                    : meaning.isPresent()
                                            ? "guessed from its words"
                                            : "DECIDE: nothing known of this name")
                    .append(", ")
                    .append(value.getValue())
                    .append(" rows\n");
        });
        // stages that deals have passed and in which none stands now
        entered.values().stream()
                .flatMap(use -> use.stage().stream())
                .distinct()
                .filter(label ->
                        stage.get().values().stream().noneMatch(v -> v.getKey().equals(label)))
                .forEach(label -> yaml.append("  ")
                        .append(quote(label))
                        .append(": ")
                        .append(meanings.get(label).kind())
                        .append("  # a usual name, 0 rows\n"));
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085]+", " ");
        return line.length() <= 60 ? line : line.substring(0, 59) + "…";
    }
}
