package nextbest.catalogue.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.catalogue.ActionType;
import nextbest.catalogue.AssetNeed;
import nextbest.catalogue.Category;
import nextbest.catalogue.Condition;
import nextbest.catalogue.ImpactClass;
import nextbest.catalogue.OrganisationFact;
import nextbest.catalogue.ParameterKind;
import nextbest.catalogue.PatternRow;
import nextbest.catalogue.Relevance;
import nextbest.catalogue.Requirements;
import nextbest.catalogue.Risk;
import nextbest.catalogue.Wording;
import nextbest.deal.ResourceKind;
import nextbest.deal.StageKind;
import nextbest.deal.StakeholderRole;
import nextbest.fact.Keyed;

/** Reads the file of actions. What an action names must exist: triggers, asset kinds, skills, pains, other actions. */
final class ActionsReader {
    private static final Set<String> REQUIRED =
            Set.of("key", "category", "group", "impact", "titles", "how", "effort", "repeat", "expiry");
    private static final Set<String> OPTIONAL = Set.of(
            "triggers",
            "per",
            "asset",
            "resources",
            "skills",
            "organisation",
            "prerequisites",
            "mandatory",
            "contradicts",
            "baselines",
            "relevance",
            "mitigates");
    private static final Set<String> OPEN_STAGES = Set.of("prospecting", "discovery", "proposal", "negotiation");
    private static final Set<String> ASSET_MATCHES = Set.of("industry", "name", "competitor", "tech-stack", "interest");
    private static final int MAX_DAYS = 3650;

    private final Set<String> triggers;
    private final SortedMap<String, ActionType> actions = new TreeMap<>();
    private final Map<String, Entry> places = new HashMap<>();
    private String version = "";
    private Set<String> assetKinds = Set.of();
    private Set<String> skills = Set.of();
    private Set<String> pains = Set.of();

    ActionsReader(Set<String> triggers) {
        this.triggers = triggers;
    }

    String version() {
        return version;
    }

    SortedMap<String, ActionType> actions() {
        return Collections.unmodifiableSortedMap(actions);
    }

    void read(Entry root) {
        Map<String, Entry> fields =
                root.fields(Set.of("version", "asset-kinds", "skills", "pains", "actions"), Set.of());
        version = optional(fields, "version").flatMap(Entry::text).orElse("");
        assetKinds = declared(fields, "asset-kinds");
        skills = declared(fields, "skills");
        pains = declared(fields, "pains");
        List<Entry> items = optional(fields, "actions").map(Entry::items).orElse(List.of());
        Set<String> keys = new HashSet<>();
        for (Entry item : items) {
            Optional.ofNullable(item.anyFields().get("key")).flatMap(Entry::key).ifPresent(keys::add);
        }
        items.forEach(item -> action(item, keys));
    }

    /** An action that no trigger and no row calls for can never be shown; that is a mistake of the author. */
    void requireCalled(List<PatternRow> rows) {
        Set<String> called = new HashSet<>();
        rows.forEach(row -> called.add(row.action()));
        actions.values().stream()
                .filter(action -> action.triggers().isEmpty() && !called.contains(action.key()))
                .forEach(action -> places.get(action.key())
                        .problem(
                                "action '" + action.key() + "' that nothing calls for",
                                "at least one trigger or pattern row"));
    }

    private void action(Entry item, Set<String> keys) {
        Map<String, Entry> fields = item.fields(REQUIRED, OPTIONAL);
        Optional<String> key = optional(fields, "key").flatMap(Entry::key);
        Optional<Category> category = optional(fields, "category").flatMap(value -> value.constant(Category.class));
        Optional<String> group = optional(fields, "group").flatMap(Entry::key);
        Optional<ImpactClass> impact = optional(fields, "impact").flatMap(value -> value.constant(ImpactClass.class));
        Optional<ParameterKind> per = optional(fields, "per").flatMap(value -> value.constant(ParameterKind.class));
        List<Wording> titles = wordings(optional(fields, "titles"), "text", "action." + key.orElse("?") + ".title.");
        List<Wording> how = wordings(optional(fields, "how"), "step", "step.");
        Optional<Requirements> requirements = requirements(fields);
        Optional<Integer> repeat = optional(fields, "repeat").flatMap(value -> value.whole(0, MAX_DAYS));
        Optional<Integer> expiry = optional(fields, "expiry").flatMap(value -> value.whole(0, MAX_DAYS));
        List<Condition> prerequisites = optional(fields, "prerequisites").map(Entry::items).orElse(List.of()).stream()
                .flatMap(condition -> ConditionReader.read(condition).stream())
                .toList();
        List<String> calls = names(fields, "triggers", triggers);
        List<String> contradicts = names(fields, "contradicts", keys);
        SortedMap<StageKind, Integer> baselines = baselines(optional(fields, "baselines"));
        Relevance relevance = relevance(optional(fields, "relevance"));
        List<Risk> mitigates = optional(fields, "mitigates")
                .map(value -> value.constants(Risk.class))
                .orElse(List.of());
        boolean mandatory = optional(fields, "mandatory").flatMap(Entry::flag).orElse(false);
        if (key.isEmpty()
                || category.isEmpty()
                || group.isEmpty()
                || impact.isEmpty()
                || titles.isEmpty()
                || requirements.isEmpty()
                || repeat.isEmpty()
                || expiry.isEmpty()) {
            return;
        }
        ActionType action = new ActionType(
                key.get(),
                category.get(),
                group.get(),
                impact.get(),
                calls,
                per,
                titles,
                how,
                requirements.get(),
                repeat.get(),
                expiry.get(),
                prerequisites,
                mandatory,
                new TreeSet<>(contradicts),
                baselines,
                relevance,
                new TreeSet<>(mitigates));
        places.put(key.get(), item);
        if (actions.put(key.get(), action) != null) {
            fields.get("key").problem("the action '" + key.get() + "' a second time", "each key once");
        }
    }

    private List<Wording> wordings(Optional<Entry> list, String name, String prefix) {
        List<Wording> wordings = new ArrayList<>();
        List<Entry> items = list.map(Entry::items).orElse(List.of());
        if (list.isPresent() && items.isEmpty()) {
            list.get().problem("an empty list", "at least one " + name);
        }
        for (Entry item : items) {
            Map<String, Entry> fields = item.fields(Set.of(name), Set.of("parameters"));
            List<ParameterKind> parameters = optional(fields, "parameters")
                    .map(value -> value.constants(ParameterKind.class))
                    .orElse(List.of());
            optional(fields, name)
                    .flatMap(Entry::key)
                    .ifPresent(key -> wordings.add(new Wording(prefix + key, parameters)));
        }
        return wordings;
    }

    private Optional<Requirements> requirements(Map<String, Entry> fields) {
        Optional<Integer> effort =
                optional(fields, "effort").flatMap(value -> value.whole(1, Requirements.MAX_EFFORT_MINUTES));
        AssetNeed asset = optional(fields, "asset").map(this::asset).orElse(AssetNeed.NONE);
        List<ResourceKind> resources = optional(fields, "resources")
                .map(value -> value.constants(ResourceKind.class))
                .orElse(List.of());
        List<OrganisationFact> organisation = optional(fields, "organisation")
                .map(value -> value.constants(OrganisationFact.class))
                .orElse(List.of());
        List<String> needed = names(fields, "skills", skills);
        return effort.map(minutes -> new Requirements(
                minutes, asset, new TreeSet<>(resources), new TreeSet<>(needed), new TreeSet<>(organisation)));
    }

    private AssetNeed asset(Entry entry) {
        Map<String, Entry> fields = entry.fields(Set.of("kind"), Set.of("matching"));
        String kind = optional(fields, "kind")
                .flatMap(value -> value.oneOf(assetKinds))
                .orElse("");
        List<ParameterKind> matching = names(fields, "matching", ASSET_MATCHES).stream()
                .flatMap(name -> Keyed.find(ParameterKind.class, name).stream())
                .toList();
        return new AssetNeed(kind, matching);
    }

    private static SortedMap<StageKind, Integer> baselines(Optional<Entry> entry) {
        SortedMap<StageKind, Integer> baselines = new TreeMap<>();
        entry.ifPresent(value -> value.fields(Set.of(), OPEN_STAGES)
                .forEach((stage, score) -> score.whole(0, 100)
                        .ifPresent(points ->
                                Keyed.find(StageKind.class, stage).ifPresent(kind -> baselines.put(kind, points)))));
        return baselines;
    }

    private Relevance relevance(Optional<Entry> entry) {
        Map<String, Entry> fields = entry.map(value -> value.fields(Set.of(), Set.of("pains", "roles", "industries")))
                .orElse(Map.of());
        List<String> answered = names(fields, "pains", pains);
        List<StakeholderRole> roles = optional(fields, "roles")
                .map(value -> value.constants(StakeholderRole.class))
                .orElse(List.of());
        List<String> industries = optional(fields, "industries").map(Entry::items).orElse(List.of()).stream()
                .flatMap(item -> item.text().stream())
                .toList();
        return new Relevance(new TreeSet<>(answered), new TreeSet<>(roles), new TreeSet<>(industries));
    }

    private static Set<String> declared(Map<String, Entry> fields, String name) {
        Set<String> names = new TreeSet<>();
        optional(fields, name)
                .map(Entry::items)
                .orElse(List.of())
                .forEach(item -> item.key().ifPresent(names::add));
        return names;
    }

    private static List<String> names(Map<String, Entry> fields, String name, Set<String> allowed) {
        return optional(fields, name).map(Entry::items).orElse(List.of()).stream()
                .flatMap(item -> item.oneOf(allowed).stream())
                .toList();
    }

    private static Optional<Entry> optional(Map<String, Entry> fields, String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
