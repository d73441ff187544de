package nextbest.vendors.port;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records that were asked for by id.
 *
 * @param items those that are there, with what they refer to before them
 * @param gone ids of those that are not there any more
 */
public record Reread(List<Item> items, Set<String> gone) {
    public Reread {
        items = List.copyOf(items);
        gone = Set.copyOf(gone);
    }

    /** What was found of what was asked for: the rest is gone. */
    public static Reread of(List<Item> items, Set<String> asked) {
        return new Reread(items, missing(items, asked));
    }

    private static Set<String> missing(List<Item> items, Set<String> asked) {
        Set<String> gone = new LinkedHashSet<>(asked);
        items.forEach(item -> gone.remove(item.id()));
        return gone;
    }

    /** What a deal brings along is read by kind and id, as far as it is there. */
    @FunctionalInterface
    public interface ById {
        List<Item> read(Kind kind, Set<String> ids);
    }

    /**
     * Deals that were found, with the owners, clients and people that they refer to before them. Owners are those of the deals and
     * of their clients, clients those of the deals and of their people.
     *
     * @param people ids of the people of the deals
     */
    public static Reread withParties(List<Item> deals, Set<String> people, Set<String> asked, ById byId) {
        List<Item> contacts = byId.read(Kind.CONTACT, people);
        List<Item> clients = byId.read(Kind.CLIENT, named("client", deals, contacts));
        List<Item> all = new ArrayList<>(byId.read(Kind.REP, named("rep", deals, clients)));
        all.addAll(clients);
        all.addAll(contacts);
        all.addAll(deals);
        return new Reread(all, missing(deals, asked));
    }

    /** As {@link #withParties(List, Set, Set, ById)}, of deals that list their people in {@code stakeholders}. */
    public static Reread withParties(List<Item> deals, Set<String> asked, ById byId) {
        Set<String> people = new LinkedHashSet<>();
        deals.stream().flatMap(deal -> deal.says().stream()).forEach(said -> {
            if (said.data().get("stakeholders") instanceof List<?> list) {
                list.forEach(one -> people.add((String) one));
            }
        });
        return withParties(deals, people, asked, byId);
    }

    private static Set<String> named(String field, List<Item> some, List<Item> others) {
        return Stream.concat(some.stream(), others.stream())
                .flatMap(item -> item.says().stream())
                .flatMap(said -> Optional.ofNullable((String) said.data().get(field)).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
