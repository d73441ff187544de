package nextbest.store.product;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.portfolio.BestPractice;
import nextbest.portfolio.Past;

/** What worked for clients that are like another one, and in what they are alike: as evidence of a candidate. */
final class Practices {
    /** So many clients are named. */
    private static final int NAMED = 3;

    private final BestPractice practice;
    private final List<BestPractice.Tried> tried;
    private final List<UUID> clients;

    Practices(BestPractice practice, List<Past> past, List<UUID> clients) {
        this.practice = practice;
        this.clients = clients;
        Map<Integer, Long> accepted = past.stream()
                .filter(p -> p.what() == Past.Happened.ACCEPTED)
                .collect(Collectors.groupingBy(Past::product, Collectors.counting()));
        this.tried = past.stream()
                .filter(p -> p.what() != Past.Happened.KEPT_BACK && accepted.containsKey(p.product()))
                .map(p -> new BestPractice.Tried(
                        p.client(), Integer.toString(p.product()), p.what() == Past.Happened.ACCEPTED))
                .toList();
    }

    /** Evidence by product; nothing for products that worked with nobody alike. */
    Map<Integer, List<String>> explained(int client, List<Integer> products) {
        boolean any = tried.stream().anyMatch(t -> t.worked() && products.contains(Integer.valueOf(t.what())));
        if (!any) {
            return Map.of();
        }
        Map<Integer, List<String>> evidence = new HashMap<>();
        for (BestPractice.Transfer transfer : practice.transfers(client, tried)) {
            int product = Integer.parseInt(transfer.what());
            if (products.contains(product)) {
                List<String> lines = new ArrayList<>();
                lines.add("worked=" + transfer.worked() + " tried=" + transfer.tried());
                transfer.like().stream().limit(NAMED).map(this::like).forEach(lines::add);
                evidence.put(product, lines);
            }
        }
        return evidence;
    }

    private String like(BestPractice.Likeness like) {
        return "like=" + clients.get(like.client())
                + " alike=" + String.format(Locale.ROOT, "%.2f", like.value())
                + " commonProducts=" + like.commonProducts().size()
                + (like.sameIndustry() ? " sameIndustry" : "")
                + (like.sameSize() ? " sameSize" : "")
                + (like.sameRegion() ? " sameRegion" : "")
                + (like.linked() ? " linked" : "");
    }
}
