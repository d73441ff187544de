package nextbest.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way in: files are inspected, recognised and checked; what comes out is a plan that can be read before it is carried
 * out.
 */
public final class Imports {
    /** Fewer rows do not show that the table follows a process that nobody has explained. */
    private static final int ENOUGH_ROWS = 20;

    private static final List<Recogniser> RECOGNISERS = List.of(new CrmExport(), new QualificationTable());

    private Imports() {}

    /**
     * Finds out what the files are and walks over every row once. Nothing is emitted yet.
     *
     * <p>A file that cannot be used is reported in the plan and does not stop the others.
     *
     * @param files CSV files, in any order; those that belong together are best given together
     * @throws UnreadableFile if a mapping file is wrong, or a column that is to be kept or dropped does not exist: the
     *     caller asked for something that cannot be done
     * @throws IOException if reading fails half-way
     */
    public static ImportPlan recognise(List<Path> files, ImportOptions options) throws UnreadableFile, IOException {
        List<MappingFile> mappings = mappings(options);
        ProblemLog problems = new ProblemLog();
        List<TableProfile> profiles = new ArrayList<>();
        for (Path file : files) {
            try {
                profiles.add(profile(file, options, mappings));
            } catch (UnreadableFile e) {
                problems.addAll(e.problems());
            }
        }
        Set<DateShape.Order> everywhere = EnumSet.noneOf(DateShape.Order.class);
        profiles.forEach(profile -> everywhere.addAll(profile.provenOrders()));
        List<ImportPlan.Table> tables = new ArrayList<>();
        List<TableProfile> unknown = new ArrayList<>();
        for (TableProfile profile : profiles) {
            try {
                Optional<TableMapping> mapping = mapping(profile, options, mappings, hint(profile, everywhere));
                if (mapping.isPresent()) {
                    tables.add(new ImportPlan.Table(profile, withoutDropped(mapping.get(), options)));
                } else {
                    unknown.add(profile);
                    problems.add(unrecognised(profile));
                }
            } catch (UnreadableFile e) {
                unknown.add(profile);
                problems.addAll(e.problems());
            }
        }
        refuseImpossibleWishes(profiles, tables, options);
        return ImportPlan.check(tables, unknown, problems, options, unmatched(mappings, profiles));
    }

    /**
     * A mapping file for one table, to be corrected by a person: what each column seems to be, how sure that is, and why.
     *
     * @return YAML that {@link ImportOptions#mappings} accepts
     * @throws UnreadableFile if the file cannot be read as a table, or a mapping file that the options name is wrong
     */
    public static String suggest(Path file, ImportOptions options) throws UnreadableFile, IOException {
        return MappingDraft.of(profile(file, options, mappings(options)), options);
    }

    private static List<MappingFile> mappings(ImportOptions options) throws UnreadableFile, IOException {
        List<MappingFile> mappings = new ArrayList<>();
        for (Path mapping : options.mappings()) {
            mappings.add(MappingFile.read(mapping));
        }
        return mappings;
    }

    private static TableProfile profile(Path file, ImportOptions options, List<MappingFile> mappings)
            throws UnreadableFile, IOException {
        // A mapping that names separator or encoding must be asked before the header can be read; it is believed only
        // if
        // the header then fits.
        for (MappingFile mapping : mappings) {
            if (mapping.separator().isPresent() || mapping.encoding().isPresent()) {
                Optional<TableFile> table = openAs(file, mapping, options);
                if (table.isPresent()) {
                    return TableProfile.of(table.get(), options.latestYear());
                }
            }
        }
        RawFile raw = RawFile.inspect(file, options.encoding());
        return TableProfile.of(TableFile.open(raw, options.separator()), options.latestYear());
    }

    private static Optional<TableFile> openAs(Path file, MappingFile mapping, ImportOptions options)
            throws UnreadableFile, IOException {
        RawFile raw = RawFile.inspect(file, mapping.encoding().or(options::encoding));
        try {
            TableFile table = TableFile.open(raw, mapping.separator().or(options::separator));
            return Optional.of(table).filter(t -> mapping.missingIn(t).isEmpty());
        } catch (UnreadableFile e) {
            return Optional.empty(); // not the table that this mapping was written for
        }
    }

    private static Optional<DateShape.Order> hint(TableProfile profile, Set<DateShape.Order> everywhere) {
        Set<DateShape.Order> own = profile.provenOrders();
        if (own.size() == 1) {
            return Optional.of(own.iterator().next());
        }
        return own.isEmpty() && everywhere.size() == 1
                ? Optional.of(everywhere.iterator().next())
                : Optional.empty();
    }

    private static Optional<TableMapping> mapping(
            TableProfile profile, ImportOptions options, List<MappingFile> mappings, Optional<DateShape.Order> hint)
            throws UnreadableFile {
        for (MappingFile mapping : mappings) {
            if (mapping.missingIn(profile.table()).isEmpty()) {
                return Optional.of(mapping.apply(profile, options, hint));
            }
        }
        for (Recogniser recogniser : RECOGNISERS) {
            Optional<TableMapping> mapping = recogniser.recognise(profile, options, hint);
            if (mapping.isPresent()) {
                refuseUnknownProcess(profile, mapping.get(), options);
                return mapping;
            }
        }
        return Optional.empty();
    }

    /**
     * Where most rows stand in stages of unknown meaning, one question to a person beats an error per row. In a table of a
     * few rows it does not: as long as one of them is understood, each of the others is told on its own.
     */
    private static void refuseUnknownProcess(TableProfile profile, TableMapping mapping, ImportOptions options)
            throws UnreadableFile {
        Optional<ColumnUse> stage = mapping.use(Role.STAGE);
        if (stage.isEmpty()) {
            return;
        }
        Set<String> meant = new HashSet<>();
        mapping.stages().keySet().forEach(label -> meant.add(label.toLowerCase(Locale.ROOT)));
        options.stages().forEach(known -> meant.add(known.label().toLowerCase(Locale.ROOT)));
        long known = 0;
        long all = 0;
        List<String> strange = new ArrayList<>();
        for (Map.Entry<String, Integer> value :
                profile.columns().get(stage.get().index()).values()) {
            all += value.getValue();
            if (meant.contains(value.getKey().toLowerCase(Locale.ROOT))) {
                known += value.getValue();
            } else {
                strange.add(value.getKey());
            }
        }
        if (known > 0 && all < ENOUGH_ROWS) {
            return;
        }
        // Both by rows and by labels: one misspelt label in many rows, or many in few, are bad rows and nothing more.
        int labels = profile.columns().get(stage.get().index()).distinct();
        if (known * 2 < all && strange.size() * 2 > labels) {
            throw new UnreadableFile(new RowProblem(
                    profile.table().name(),
                    0,
                    stage.get().header(),
                    String.join(", ", strange),
                    "stages with usual names, or a mapping file that says what each of them means: --suggest proposes one"
                            + " (" + (all - known) + " of " + all
                            + " rows stand in a stage of unknown meaning, so none was taken)"));
        }
    }

    private static TableMapping withoutDropped(TableMapping mapping, ImportOptions options) {
        return mapping.withUses(mapping.uses().stream()
                .map(use -> LeakCheck.named(options.drop(), use.header()) && !isNeeded(use.role(), mapping)
                        ? use.withRole(Role.IGNORE, "dropped on request")
                        : use)
                .toList());
    }

    /** Without these columns a row says nothing. */
    private static boolean isNeeded(Role role, TableMapping mapping) {
        return role == Role.ID
                || role == Role.STAGE
                || role == Role.OUTCOME
                || (role == Role.NAME && mapping.entity() != Entity.DEAL);
    }

    /** What a person says of a column must be about a column that is there, and can do without it. */
    private static void refuseImpossibleWishes(
            List<TableProfile> profiles, List<ImportPlan.Table> tables, ImportOptions options) throws UnreadableFile {
        List<RowProblem> problems = new ArrayList<>();
        String columns = String.join(
                ", ",
                profiles.stream()
                        .flatMap(profile -> profile.table().columns().stream())
                        .filter(column -> !column.isEmpty())
                        .distinct()
                        .toList());
        if (!profiles.isEmpty()) {
            Map<String, Set<String>> wishes = Map.of("--keep", options.keep(), "--drop", options.drop());
            wishes.forEach((wish, headers) -> headers.stream()
                    .sorted()
                    .filter(header -> profiles.stream()
                            .noneMatch(profile -> profile.column(header).isPresent()))
                    .forEach(header -> problems.add(
                            new RowProblem(wish, 0, "", header + ", a column that no file has", "one of " + columns))));
        }
        for (ImportPlan.Table table : tables) {
            for (ColumnUse use : table.mapping().uses()) {
                if (LeakCheck.named(options.drop(), use.header()) && isNeeded(use.role(), table.mapping())) {
                    problems.add(new RowProblem(
                            "--drop",
                            0,
                            "",
                            use.header() + ", which is the " + use.role().key() + " in "
                                    + table.profile().table().name(),
                            "a column that a table of "
                                    + table.mapping().entity().plural() + " can do without"));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new UnreadableFile(problems);
        }
    }

    private static boolean isValue(String header, TableProfile profile) {
        ColumnProfile column =
                new ColumnProfile(header, profile.columns().getFirst().latestYear());
        column.add(header);
        return column.numberShare() == 1 || !(column.dates() instanceof ColumnProfile.DateReading.NoDates);
    }

    private static RowProblem unrecognised(TableProfile profile) {
        Optional<String> value = profile.table().columns().stream()
                .filter(header -> header.chars().anyMatch(Character::isDigit))
                .filter(header -> isValue(header, profile))
                .findFirst();
        if (value.isPresent()) {
            return new RowProblem(
                    profile.table().name(),
                    profile.table().headerLine(),
                    "",
                    "a first line that holds values, such as " + value.get(),
                    "a header line that names the columns, such as id, name, stage, amount, created, close date");
        }
        Assignment deals = Assignment.of(profile, Entity.DEAL, CrmExport.SURE);
        if (deals.has(Role.ID, Role.NAME)
                && deals.has(Role.AMOUNT, Role.CREATED, Role.CLOSED)
                && !deals.has(Role.STAGE, Role.OUTCOME)) {
            return new RowProblem(
                    profile.table().name(),
                    profile.table().headerLine(),
                    "",
                    "what seems a table of deals, without a column for their stage",
                    "a column with a usual header such as stage, deal stage or status, or a mapping file that names it:"
                            + " --suggest proposes one");
        }
        return new RowProblem(
                profile.table().name(),
                profile.table().headerLine(),
                "",
                "a table of none of the known kinds"
                        + (profile.table().raw().note().isEmpty()
                                ? ""
                                : ", read as " + profile.table().raw().charset().name())
                        + ", with columns " + String.join(", ", profile.table().columns()),
                "a table of deals, clients (suppliers are none), products or reps with usual headers, a qualification table, or a mapping file:"
                        + " --suggest proposes one");
    }

    /** Mapping files that fit none of the tables: most likely a column was misspelt. */
    private static List<RowProblem> unmatched(List<MappingFile> mappings, List<TableProfile> profiles) {
        List<RowProblem> problems = new ArrayList<>();
        for (MappingFile mapping : mappings) {
            boolean used = profiles.stream()
                    .anyMatch(profile -> mapping.missingIn(profile.table()).isEmpty());
            if (!used) {
                for (TableProfile profile : profiles) {
                    for (MappingFile.Column column : mapping.missingIn(profile.table())) {
                        problems.add(new RowProblem(
                                mapping.name(),
                                column.line(),
                                column.header(),
                                "a column that " + profile.table().name() + " does not have",
                                String.join(", ", profile.table().columns())));
                    }
                }
            }
        }
        return problems;
    }
}
