package nextbest.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import nextbest.event.EventType;
import nextbest.event.FieldType;

/**
 * What a row says of a deal beside dates, amount and outcome.
 *
 * @param lasting known since the beginning
 * @param current as it stands now
 * @param columns the header behind each event field
 * @param mentions names of other tables' records
 * @param mail where the rep gets mail, if the row says so
 */
record DealFacts(
        Map<String, Object> lasting,
        Map<String, Object> current,
        Map<String, String> columns,
        List<Names.Mention> mentions,
        Optional<String> mail) {

    static DealFacts of(
            Cells cells, TableMapping mapping, ImportOptions options, Names names, Predicate<String> heldBack) {
        return new Reader(mapping, options, names, heldBack).facts(cells);
    }

    private record Reader(TableMapping mapping, ImportOptions options, Names names, Predicate<String> heldBack) {
        private static final FieldType BUDGET = field("budget");
        private static final FieldType COMPETITORS = field("competitors");
        private static final Set<String> YES = Set.of("yes", "y", "true", "1", "ja", "x");
        private static final Set<String> NONE = Set.of("no", "n", "none", "false", "0", "nein", "keine");

        private static FieldType field(String name) {
            return EventType.DEAL.fields().get(name).type();
        }

        DealFacts facts(Cells cells) {
            Map<String, Object> lasting = new LinkedHashMap<>();
            Map<String, Object> current = new LinkedHashMap<>();
            Map<String, String> columns = new HashMap<>();
            List<Names.Mention> mentions = new ArrayList<>();
            mapping.use(Role.CREATED)
                    .or(() -> mapping.use(Role.ENGAGED))
                    .ifPresent(u -> columns.put("createdAt", u.header()));
            mapping.use(Role.STAGE).ifPresent(u -> columns.put("stage", u.header()));
            mapping.use(Role.AMOUNT).ifPresent(u -> columns.put("amount", u.header()));
            mapping.use(Role.CLOSED).ifPresent(u -> columns.put("closeDate", u.header()));
            mapping.use(Role.REASON).ifPresent(u -> columns.put("reason", u.header()));
            cells.text(Role.NAME).ifPresent(name -> lasting.put("name", name));
            mapping.use(Role.NAME).ifPresent(u -> columns.put("name", u.header()));
            refer(cells, Role.CLIENT, "client", Entity.CLIENT, lasting, columns, mentions);
            Optional<String> mail = rep(cells, lasting, columns, mentions);
            products(cells, lasting, columns, mentions);
            competitors(cells, lasting, columns);
            budget(cells, lasting, columns);
            cells.date(Role.NEXT_MEETING)
                    .ifPresent(m -> current.put(
                            "nextMeetingAt", m.at(options.zone(), false).toString()));
            mapping.use(Role.NEXT_MEETING).ifPresent(u -> columns.put("nextMeetingAt", u.header()));
            cells.date(Role.DEMO_HELD)
                    .ifPresent(m -> current.put(
                            "demoHeldAt", m.at(options.zone(), false).toString()));
            attributes(cells, lasting, current, columns);
            return new DealFacts(lasting, current, columns, mentions, mail);
        }

        private void refer(
                Cells cells,
                Role role,
                String field,
                Entity entity,
                Map<String, Object> lasting,
                Map<String, String> columns,
                List<Names.Mention> mentions) {
            Optional<String> cell = mapping.use(role).flatMap(cells::name);
            mapping.use(role).ifPresent(use -> columns.put(field, use.header()));
            if (cell.isEmpty()) {
                return;
            }
            // HubSpot lists associated companies with semicolons, the primary one first.
            String name = mapping.family().equals("hubspot")
                    ? cell.get().split(";", 2)[0].strip()
                    : cell.get();
            if (!name.isEmpty()) {
                lasting.put(field, names.ref(mapping.family(), entity, name));
                mentions.add(new Names.Mention(mapping.family(), entity, name));
            }
        }

        /** Who is named only by a mail address is known by it. */
        private Optional<String> rep(
                Cells cells, Map<String, Object> lasting, Map<String, String> columns, List<Names.Mention> mentions) {
            mapping.use(Role.REP).ifPresent(use -> columns.put("rep", use.header()));
            Optional<String> said = cells.mail(Role.REP_EMAIL);
            Optional<String> rep = mapping.use(Role.REP).flatMap(cells::person).or(() -> said);
            rep.ifPresent(name -> {
                lasting.put("rep", names.ref(mapping.family(), Entity.REP, name));
                mentions.add(new Names.Mention(mapping.family(), Entity.REP, name));
            });
            return said.or(() -> rep.filter(Cells::isMail));
        }

        private void products(
                Cells cells, Map<String, Object> lasting, Map<String, String> columns, List<Names.Mention> mentions) {
            List<Object> refs = new ArrayList<>();
            for (ColumnUse use : mapping.all(Role.PRODUCT)) {
                columns.put("products", use.header());
                cells.name(use).ifPresent(cell -> {
                    for (String part : cell.split(";", -1)) {
                        String name = part.strip();
                        if (!name.isEmpty()) {
                            Object ref = names.ref(mapping.family(), Entity.PRODUCT, name);
                            if (!refs.contains(ref)) {
                                refs.add(ref);
                            }
                            mentions.add(new Names.Mention(mapping.family(), Entity.PRODUCT, name));
                        }
                    }
                });
            }
            if (!refs.isEmpty()) {
                lasting.put("products", refs);
            }
        }

        /** "No" says that there are none, which is more than silence; "yes" says that there are some, but not who. */
        private void competitors(Cells cells, Map<String, Object> lasting, Map<String, String> columns) {
            Optional<ColumnUse> use = mapping.use(Role.COMPETITORS).filter(u -> !heldBack.test(u.header()));
            Optional<String> cell = use.flatMap(cells::text);
            if (cell.isEmpty()) {
                return;
            }
            columns.put("competitors", use.get().header());
            String word = cell.get().toLowerCase(Locale.ROOT);
            if (NONE.contains(word)) {
                lasting.put("competitors", null);
            } else if (!YES.contains(word)) {
                List<String> found = Arrays.stream(cell.get().split("[;,]", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
                cells.fitting(use.get(), COMPETITORS, found).ifPresent(value -> lasting.put("competitors", value));
            }
        }

        private void budget(Cells cells, Map<String, Object> lasting, Map<String, String> columns) {
            Optional<ColumnUse> use = mapping.use(Role.BUDGET).filter(u -> !heldBack.test(u.header()));
            Optional<String> cell = use.flatMap(cells::text);
            if (cell.isEmpty()) {
                return;
            }
            columns.put("budget", use.get().header());
            String word = cell.get().toLowerCase(Locale.ROOT);
            if (NONE.contains(word)) {
                lasting.put("budget", null);
            } else {
                cells.fitting(use.get(), BUDGET, YES.contains(word) ? "approved" : word)
                        .ifPresent(value -> lasting.put("budget", value));
            }
        }

        private void attributes(
                Cells cells, Map<String, Object> lasting, Map<String, Object> current, Map<String, String> columns) {
            Map<String, Object> since = new TreeMap<>();
            for (ColumnUse use : mapping.all(Role.ATTRIBUTE)) {
                if (!heldBack.test(use.header())) {
                    cells.text(use).ifPresent(cell -> since.put(use.header(), cell));
                }
            }
            Map<String, Object> all = new TreeMap<>(since);
            for (ColumnUse use : mapping.all(Role.ATTRIBUTE_NOW)) {
                if (!heldBack.test(use.header())) {
                    cells.text(use).filter(cell -> cell.length() <= 200).ifPresent(cell -> all.put(use.header(), cell));
                }
            }
            columns.put("attributes", "");
            if (!since.isEmpty()) {
                lasting.put("attributes", since);
            }
            if (all.size() > since.size()) {
                current.put("attributes", all);
            }
        }
    }
}
