package nextbest.catalogue;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import nextbest.deal.StageKind;

/**
 * Something that can be recommended.
 *
 * @param key unique in the catalogue, for example {@code send-roi-calculator}
 * @param category what it is for
 * @param group actions of one category and group serve the same purpose: at most one is presented at a time
 * @param impact what it is expected to bring
 * @param triggers names of triggers, any of which calls for it; empty if only pattern rows call for it
 * @param per the parameter that makes several candidates of one action (one per competitor, per objection); empty if none
 * @param titles the title in several degrees of detail, the most telling first; the first that can be filled is shown, and
 *     if none can, the action is not shown
 * @param how the steps, in order; a step whose parameters are unknown is left out
 * @param requirements what must be at hand
 * @param repeatDays for so many days after it was done it is not proposed again; 0: no limit
 * @param expiryDays a signal older than this no longer calls for it; 0: no limit
 * @param prerequisites conditions none of which may be known not to hold
 * @param mandatory whether it outranks the score (compliance)
 * @param contradicts actions of other groups that must not be presented beside it
 * @param baselines our own baseline score per kind of stage, 0 to 100, where no pattern row fires; none: not meant there
 * @param relevance what it speaks to
 * @param mitigates risks that it lowers
 */
public record ActionType(
        String key,
        Category category,
        String group,
        ImpactClass impact,
        List<String> triggers,
        Optional<ParameterKind> per,
        List<Wording> titles,
        List<Wording> how,
        Requirements requirements,
        int repeatDays,
        int expiryDays,
        List<Condition> prerequisites,
        boolean mandatory,
        SortedSet<String> contradicts,
        SortedMap<StageKind, Integer> baselines,
        Relevance relevance,
        SortedSet<Risk> mitigates) {
    public ActionType {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(impact, "impact");
        triggers = List.copyOf(triggers);
        Objects.requireNonNull(per, "per");
        titles = List.copyOf(titles);
        how = List.copyOf(how);
        Objects.requireNonNull(requirements, "requirements");
        prerequisites = List.copyOf(prerequisites);
        contradicts = Collections.unmodifiableSortedSet(new TreeSet<>(contradicts));
        baselines = Collections.unmodifiableSortedMap(new TreeMap<>(baselines));
        Objects.requireNonNull(relevance, "relevance");
        mitigates = Collections.unmodifiableSortedSet(new TreeSet<>(mitigates));
        if (titles.isEmpty()) {
            throw new IllegalArgumentException("action " + key + " needs a title, but has none");
        }
        if (repeatDays < 0 || expiryDays < 0) {
            throw new IllegalArgumentException("repeat and expiry of action " + key
                    + " must be 0 or more days, but are " + repeatDays + " and " + expiryDays);
        }
        String name = key;
        baselines.forEach((stage, score) -> {
            if (score < 0 || score > 100 || !stage.isOpen()) {
                throw new IllegalArgumentException("a baseline of action " + name
                        + " must be 0 to 100 at an open stage, but is " + score + " at " + stage.key());
            }
        });
    }

    /** Category and group: what excludes one another. */
    public String exclusiveGroup() {
        return category.key() + "/" + group;
    }
}
