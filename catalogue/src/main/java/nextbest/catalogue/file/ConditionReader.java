package nextbest.catalogue.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nextbest.catalogue.Condition;
import nextbest.catalogue.StakeholderTrait;
import nextbest.deal.DealField;
import nextbest.deal.StageKind;
import nextbest.deal.StakeholderRole;
import nextbest.signal.SignalType;

/** Reads conditions. A condition is a mapping; its first field says which it is. */
final class ConditionReader {
    private static final int MAX_DAYS = 3650;
    private static final Set<String> KINDS = Set.of(
            "all",
            "any",
            "not",
            "signal",
            "stage",
            "known",
            "absent",
            "unknown",
            "field",
            "count",
            "last-touch-older-than",
            "engaged-fewer-than",
            "only-engaged",
            "stakeholder",
            "closes-within",
            "in-stage-longer-than",
            "stage-gate-met");

    private ConditionReader() {}

    static Optional<Condition> read(Entry entry) {
        String kind = entry.anyFields().keySet().stream().findFirst().orElse("");
        return switch (kind) {
            case "all" -> parts(entry, kind).map(Condition.All::new);
            case "any" -> parts(entry, kind).map(Condition.Any::new);
            case "not" ->
                Optional.ofNullable(only(entry, kind))
                        .flatMap(ConditionReader::read)
                        .map(Condition.Not::new);
            case "signal" -> signal(entry);
            case "stage" ->
                nonEmpty(only(entry, kind), StageKind.class).map(kinds -> new Condition.StageIs(new TreeSet<>(kinds)));
            case "known" -> field(only(entry, kind)).map(Condition.FactKnown::new);
            case "absent" -> field(only(entry, kind)).map(Condition.FactAbsent::new);
            case "unknown" -> field(only(entry, kind)).map(Condition.FactUnknown::new);
            case "field" -> fieldIs(entry);
            case "count" -> count(entry);
            case "last-touch-older-than" -> days(entry, kind).map(Condition.LastTouchOlderThan::new);
            case "engaged-fewer-than" ->
                Optional.ofNullable(only(entry, kind))
                        .flatMap(value -> value.whole(1, 100))
                        .map(Condition.EngagedFewerThan::new);
            case "only-engaged" ->
                Optional.ofNullable(only(entry, kind))
                        .flatMap(value -> value.constant(StakeholderRole.class))
                        .map(Condition.OnlyEngaged::new);
            case "stakeholder" -> stakeholder(entry);
            case "closes-within" -> days(entry, kind).map(Condition.ClosesWithin::new);
            case "in-stage-longer-than" -> days(entry, kind).map(Condition.InStageLongerThan::new);
            case "stage-gate-met" ->
                Optional.ofNullable(only(entry, kind))
                        .flatMap(value -> value.oneOf(Set.of("true")))
                        .map(yes -> new Condition.StageGateMet());
            default -> {
                entry.problem("the condition '" + kind + "'", String.join(", ", new TreeSet<>(KINDS)));
                yield Optional.empty();
            }
        };
    }

    private static Optional<List<Condition>> parts(Entry entry, String kind) {
        Entry value = only(entry, kind);
        List<Entry> items = value == null ? List.of() : value.items();
        if (value != null && items.isEmpty()) {
            value.problem("nothing", "at least one condition");
        }
        List<Condition> parts = new ArrayList<>();
        items.forEach(item -> read(item).ifPresent(parts::add));
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }

    private static Optional<Condition> signal(Entry entry) {
        Map<String, Entry> fields = entry.fields(Set.of("signal", "within"), Set.of());
        Optional<List<SignalType>> types = nonEmpty(fields.get("signal"), SignalType.class);
        Optional<Integer> within = Optional.ofNullable(fields.get("within")).flatMap(value -> value.whole(1, MAX_DAYS));
        return types.isPresent() && within.isPresent()
                ? Optional.of(new Condition.SignalSeen(new TreeSet<>(types.get()), within.get()))
                : Optional.empty();
    }

    private static Optional<Condition> fieldIs(Entry entry) {
        Map<String, Entry> fields = entry.fields(Set.of("field", "is"), Set.of());
        Optional<String> field = field(fields.get("field"));
        List<String> values = fields.containsKey("is")
                ? fields.get("is").items().stream()
                        .flatMap(item -> item.text().stream())
                        .toList()
                : List.of();
        if (fields.containsKey("is") && values.isEmpty()) {
            fields.get("is").problem("nothing", "at least one value");
        }
        return field.isPresent() && !values.isEmpty()
                ? Optional.of(new Condition.FactIs(field.get(), new TreeSet<>(values)))
                : Optional.empty();
    }

    private static Optional<Condition> count(Entry entry) {
        Map<String, Entry> fields = entry.fields(Set.of("count", "at-least"), Set.of());
        Optional<String> field = field(fields.get("count"));
        Optional<Integer> least = Optional.ofNullable(fields.get("at-least")).flatMap(value -> value.whole(1, 10_000));
        return field.isPresent() && least.isPresent()
                ? Optional.of(new Condition.CountAtLeast(field.get(), least.get()))
                : Optional.empty();
    }

    private static Optional<Condition> stakeholder(Entry entry) {
        Map<String, Entry> fields = entry.fields(Set.of("stakeholder", "trait"), Set.of());
        if (fields.size() < 2) {
            return Optional.empty();
        }
        List<StakeholderRole> roles = fields.get("stakeholder").constants(StakeholderRole.class);
        return fields.get("trait")
                .constant(StakeholderTrait.class)
                .map(trait -> new Condition.HasStakeholder(new TreeSet<>(roles), trait));
    }

    private static Optional<Integer> days(Entry entry, String kind) {
        return Optional.ofNullable(only(entry, kind)).flatMap(value -> value.whole(0, MAX_DAYS));
    }

    private static Entry only(Entry entry, String kind) {
        return entry.fields(Set.of(kind), Set.of()).get(kind);
    }

    private static Optional<String> field(Entry entry) {
        return Optional.ofNullable(entry)
                .flatMap(value -> value.oneOf(DealField.all().keySet()));
    }

    private static <E extends Enum<E> & nextbest.fact.Keyed> Optional<List<E>> nonEmpty(Entry list, Class<E> type) {
        if (list == null) {
            return Optional.empty();
        }
        List<E> constants = list.constants(type);
        if (constants.isEmpty()) {
            list.problem("no usable value", "at least one of " + nextbest.fact.Keyed.allowed(type));
        }
        return constants.isEmpty() ? Optional.empty() : Optional.of(constants);
    }
}
