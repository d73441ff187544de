package nextbest.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nextbest.recommendation.Argument;
import nextbest.recommendation.Arm;
import nextbest.recommendation.Conflict;
import nextbest.recommendation.Propensity;
import nextbest.recommendation.Rule;
import nextbest.recommendation.Slate;
import nextbest.recommendation.Text;
import nextbest.recommendation.Verdict;

/** The competition of the suitable candidates for the places of the slate, and a verdict for each of them. */
final class Contest {
    private final Reading reading;
    private final List<Scored> entrants;
    private final boolean fallback;
    private final boolean[][] sameGroup;
    private final boolean[][] contradicts;

    private final Map<String, Propensity> propensities = new HashMap<>();
    private final SlateChoice.Result result;

    /** @param entrants in the order of a slate: mandatory first, then by score, then by key */
    Contest(Reading reading, List<Scored> entrants, boolean fallback) {
        this.reading = reading;
        this.entrants = entrants;
        this.fallback = fallback;
        int n = entrants.size();
        this.sameGroup = new boolean[n][n];
        this.contradicts = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                var a = entrants.get(i).proposal().action();
                var b = entrants.get(j).proposal().action();
                sameGroup[i][j] = i != j && a.exclusiveGroup().equals(b.exclusiveGroup());
                contradicts[i][j] =
                        a.contradicts().contains(b.key()) || b.contradicts().contains(a.key());
            }
        }
        SelectionPolicy policy = reading.policy();
        this.result = new SlateChoice(entries(), excludes(), policy, policy.capLeft())
                .choose(place -> Draws.uniform(reading.input().id(), place));
        for (int i = 0; i < n; i++) {
            propensities.put(
                    entrants.get(i).key(),
                    policy.arm() == Arm.NONE
                            ? Propensity.ZERO
                            : result.propensities().get(i));
        }
    }

    /** By candidate key; who did not enter has none. */
    Map<String, Propensity> propensities() {
        return propensities;
    }

    /**
     * Why each entrant is where it is.
     *
     * @param verdicts by candidate key
     * @param conflicts contradictions that kept an entrant out
     */
    record Judgement(Map<String, Verdict> verdicts, List<Conflict> conflicts) {}

    Judgement judgement() {
        Judgement judgement = new Judgement(new HashMap<>(), new ArrayList<>());
        List<Integer> capped = beyondCap(result.chosen());
        for (int i = 0; i < entrants.size(); i++) {
            judgement
                    .verdicts()
                    .put(
                            entrants.get(i).key(),
                            result.chosen().contains(i) ? onSlate(i) : left(i, capped, judgement.conflicts()));
        }
        return judgement;
    }

    Slate slate() {
        SelectionPolicy policy = reading.policy();
        return new Slate(
                result.chosen().stream().map(i -> entrants.get(i).key()).toList(),
                result.probability(),
                policy.mayExplore() && policy.arm() == Arm.ENGINE ? policy.explorationScale() : 0,
                policy.mayExplore() && policy.arm() == Arm.ENGINE ? policy.floor() : 0,
                result.draws(),
                fallback);
    }

    private List<SlateChoice.Entry> entries() {
        return entrants.stream()
                .map(scored -> new SlateChoice.Entry(
                        scored.key(),
                        scored.score().hundredths(),
                        scored.proposal().action().exclusiveGroup(),
                        scored.mandatory(),
                        reading.policy().shownToday().contains(scored.key()),
                        scored.leaning()))
                .toList();
    }

    private boolean[][] excludes() {
        int n = entrants.size();
        boolean[][] excludes = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                excludes[i][j] = sameGroup[i][j] || contradicts[i][j];
            }
        }
        return excludes;
    }

    /** Who would have got the places that the cap left empty. */
    private List<Integer> beyondCap(List<Integer> chosen) {
        List<Integer> places = new ArrayList<>(chosen);
        List<Integer> capped = new ArrayList<>();
        for (int i = 0; i < entrants.size() && places.size() < Slate.MAX_SIZE; i++) {
            int candidate = i;
            if (places.stream()
                    .noneMatch(j -> j == candidate || sameGroup[j][candidate] || contradicts[j][candidate])) {
                places.add(candidate);
                capped.add(candidate);
            }
        }
        return capped;
    }

    private Verdict onSlate(int i) {
        Rule rule;
        if (reading.policy().arm() == Arm.NONE) {
            rule = Rule.ARM_SHOWS_NOTHING;
        } else if (reading.policy().shadow()) {
            rule = Rule.SHADOW_MODE;
        } else if (entrants.get(i).mandatory()) {
            rule = Rule.MANDATORY;
        } else {
            rule = fallback ? Rule.FALLBACK : Rule.ON_SLATE;
        }
        return verdict(rule, Map.of());
    }

    private Verdict left(int i, List<Integer> capped, List<Conflict> conflicts) {
        if (result.greedy().contains(i)) {
            int instead = result.chosen().stream()
                    .filter(j -> !result.greedy().contains(j))
                    .findFirst()
                    .orElse(result.chosen().getFirst());
            return verdict(Rule.EXPLORED_INSTEAD, Map.of("instead", other(instead)));
        }
        for (int j : result.chosen()) {
            if (contradicts[i][j]) {
                Text text = Text.of("rule." + Rule.CONTRADICTION.key(), Map.of("other", other(j), "action", other(i)));
                conflicts.add(
                        new Conflict(entrants.get(j).key(), entrants.get(i).key(), text));
                return new Verdict(Rule.CONTRADICTION, text, List.of());
            }
        }
        for (int j : result.chosen()) {
            if (sameGroup[i][j]) {
                return verdict(Rule.SAME_GROUP, Map.of("other", other(j)));
            }
        }
        if (capped.contains(i)) {
            return verdict(
                    Rule.CAP_REACHED,
                    Map.of("cap", Argument.count(reading.organisation().cap())));
        }
        return verdict(
                Rule.LOWER_SCORE,
                Map.of("points", Argument.count(entrants.get(i).score().points())));
    }

    private Argument other(int j) {
        return Argument.message("action." + entrants.get(j).proposal().action().key() + ".name");
    }

    private static Verdict verdict(Rule rule, Map<String, Argument> arguments) {
        return new Verdict(rule, Text.of("rule." + rule.key(), arguments), List.of());
    }

    /** Keys that occur more than once would make two candidates one; the catalogue's keys and identities forbid it. */
    static void requireDistinct(List<Scored> all) {
        Set<String> keys = new HashSet<>();
        for (Scored scored : all) {
            if (!keys.add(scored.key())) {
                throw new IllegalStateException("two candidates have the key " + scored.key());
            }
        }
    }
}
