package nextbest.catalogue;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.deal.DealField;
import nextbest.deal.StageKind;
import nextbest.deal.StakeholderRole;
import nextbest.signal.SignalType;

/**
 * A question about a deal that a catalogue author can write without code. It is answered {@link Truth#YES}, {@link Truth#NO}
 * or {@link Truth#UNKNOWN}; only yes fires. How each is answered is in {@link ConditionCheck}.
 */
public sealed interface Condition {

    /** All parts hold. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = nonEmpty(parts, "all");
        }
    }

    /** At least one part holds. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = nonEmpty(parts, "any");
        }
    }

    /** The part does not hold. */
    record Not(Condition part) implements Condition {
        public Not {
            Objects.requireNonNull(part, "part");
        }
    }

    /** A signal of one of these types came within the last {@code withinDays} days. */
    record SignalSeen(SortedSet<SignalType> types, int withinDays) implements Condition {
        public SignalSeen {
            types = sorted(types, "signal");
            atLeast(1, withinDays, "within");
        }
    }

    /** The deal's stage is of one of these kinds. */
    record StageIs(SortedSet<StageKind> kinds) implements Condition {
        public StageIs {
            kinds = sorted(kinds, "stage");
        }
    }

    /** The field has a value. */
    record FactKnown(String field) implements Condition {
        public FactKnown {
            requireField(field);
        }
    }

    /** Someone looked, and there is none. */
    record FactAbsent(String field) implements Condition {
        public FactAbsent {
            requireField(field);
        }
    }

    /** Nobody has said anything of the field; always answered yes or no. */
    record FactUnknown(String field) implements Condition {
        public FactUnknown {
            requireField(field);
        }
    }

    /** The field's value, as {@link DealField#text} writes it, is one of these. */
    record FactIs(String field, SortedSet<String> values) implements Condition {
        public FactIs {
            requireField(field);
            values = sorted(values, "is");
        }
    }

    /** The field holds at least so many. */
    record CountAtLeast(String field, int count) implements Condition {
        public CountAtLeast {
            requireField(field);
            atLeast(1, count, "at-least");
        }
    }

    /** The two sides were last in touch more than so many days ago. */
    record LastTouchOlderThan(int days) implements Condition {
        public LastTouchOlderThan {
            atLeast(0, days, "last-touch-older-than");
        }
    }

    /** Fewer than so many stakeholders are known to be engaged. */
    record EngagedFewerThan(int count) implements Condition {
        public EngagedFewerThan {
            atLeast(1, count, "engaged-fewer-than");
        }
    }

    /** Somebody in this role is engaged, and nobody else is. */
    record OnlyEngaged(StakeholderRole role) implements Condition {
        public OnlyEngaged {
            Objects.requireNonNull(role, "role");
        }
    }

    /** There is a stakeholder in one of these roles with these properties. */
    record HasStakeholder(SortedSet<StakeholderRole> roles, StakeholderTrait trait) implements Condition {
        public HasStakeholder {
            roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
            Objects.requireNonNull(trait, "trait");
        }
    }

    /** The close date is at most so many days ahead, or has passed. */
    record ClosesWithin(int days) implements Condition {
        public ClosesWithin {
            atLeast(0, days, "closes-within");
        }
    }

    /** The deal has been in its stage for more than so many days. */
    record InStageLongerThan(int days) implements Condition {
        public InStageLongerThan {
            atLeast(0, days, "in-stage-longer-than");
        }
    }

    /** All criteria that the organisation wrote for leaving the current stage hold. */
    record StageGateMet() implements Condition {}

    private static List<Condition> nonEmpty(List<Condition> parts, String name) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' needs at least one condition, but has none");
        }
        return List.copyOf(parts);
    }

    private static <T extends Comparable<T>> SortedSet<T> sorted(SortedSet<T> values, String name) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' needs at least one value, but has none");
        }
        return Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    private static void atLeast(int least, int seen, String name) {
        if (seen < least) {
            throw new IllegalArgumentException("'" + name + "' must be " + least + " or more, but is " + seen);
        }
    }

    private static void requireField(String field) {
        Optional<DealField<?>> found = DealField.find(field);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("'" + field + "' is no field of a deal; allowed are "
                    + String.join(", ", DealField.all().keySet()));
        }
    }
}
