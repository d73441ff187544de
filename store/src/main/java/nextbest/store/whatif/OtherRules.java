package nextbest.store.whatif;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import nextbest.catalogue.Catalogue;
import nextbest.engine.EngineInput;
import nextbest.engine.SelectionPolicy;

/**
 * Rules to try on decisions that were made under others; what is empty stays as it was.
 *
 * @param weights of the four factors
 * @param cap recommendations per deal and day
 * @param switchedOff keys of actions that are not shown, beside those that were not
 * @param catalogue what can be recommended
 */
public record OtherRules(
        Optional<SelectionPolicy.Weights> weights,
        Optional<Integer> cap,
        SortedSet<String> switchedOff,
        Optional<Catalogue> catalogue) {
    public OtherRules {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(cap, "cap");
        switchedOff = Collections.unmodifiableSortedSet(new TreeSet<>(switchedOff));
        Objects.requireNonNull(catalogue, "catalogue");
    }

    /** The same question under these rules. Under another cap, what was used of the old one that day stays used. */
    public EngineInput applyTo(EngineInput input) {
        SelectionPolicy was = input.policy();
        int used = Math.max(0, input.organisation().cap() - was.capLeft());
        SortedSet<String> off = new TreeSet<>(was.switchedOff());
        off.addAll(switchedOff);
        return new EngineInput(
                input.id(),
                input.deal(),
                catalogue.orElse(input.catalogue()),
                input.organisation(),
                input.evidence(),
                new SelectionPolicy(
                        was.arm(),
                        weights.orElse(was.weights()),
                        was.explorationScale(),
                        was.exploreWithinHundredths(),
                        was.floor(),
                        cap.map(c -> Math.max(0, c - used)).orElse(was.capLeft()),
                        was.shownToday(),
                        was.mayExplore(),
                        was.shadow(),
                        off),
                input.at());
    }
}
