package nextbest.portfolio;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gap and fit of each client against each product: what similar clients hold, what the house thinks of it, what the client talks
 * about, and what happened when it was shown. Built once per screening; a client costs about a millisecond per thousand products.
 */
public final class GapFit {
    /** How long a refusal closes a product. */
    public static final int REFUSED_DAYS = 180;

    /** How long a product that was shown waits for its answer. */
    public static final int SHOWN_DAYS = 30;

    /** How long a product that the rep kept back is not proposed again. */
    public static final int KEPT_BACK_DAYS = 30;

    private static final double RESEARCHED = 0.7;
    private static final int SIMILAR = 30;
    /** Pseudo-observations: how much is believed of the overall rate before similar clients count. */
    private static final double PRIOR = 5;

    private final ProductAffinity affinity;
    private final Screened screened;
    private final LocalDate today;
    private final Map<Integer, List<Past>> pastOfClient = new HashMap<>();
    private final Map<String, HouseView[]> viewsOfSegment = new ConcurrentHashMap<>();
    private final double[] shown;
    private final double[] accepted;

    /**
     * What is known beside the purchases.
     *
     * @param productKeys the key of each product in house views
     * @param productTopics per product the topics it serves
     * @param segments the segment of each client
     * @param clientTopics per client how often each topic came up in what it said, negative mentions left out
     * @param views house views of products and topics
     * @param researched per topic the newest day on which research or marketing wrote about it lately
     * @param past what was proposed before
     */
    public record Screened(
            List<String> productKeys,
            List<Set<String>> productTopics,
            List<String> segments,
            List<Map<String, Integer>> clientTopics,
            List<HouseView> views,
            Map<String, LocalDate> researched,
            List<Past> past) {
        /** Defensive copies. */
        public Screened {
            productKeys = List.copyOf(productKeys);
            productTopics = List.copyOf(productTopics);
            segments = List.copyOf(segments);
            clientTopics = List.copyOf(clientTopics);
            views = List.copyOf(views);
            researched = Map.copyOf(researched);
            past = List.copyOf(past);
            if (productKeys.size() != productTopics.size() || segments.size() != clientTopics.size()) {
                throw new IllegalArgumentException(
                        "expected as many keys as topics of products and as many segments as topics of clients, but got "
                                + productKeys.size() + ", " + productTopics.size() + ", " + segments.size() + ", "
                                + clientTopics.size());
            }
        }
    }

    /**
     * Prepares a screening.
     *
     * @param affinity learned from the purchases of the same clients and products
     * @param today the business day
     */
    public GapFit(ProductAffinity affinity, Screened screened, LocalDate today) {
        this.affinity = affinity;
        this.screened = screened;
        this.today = today;
        this.shown = new double[screened.productKeys.size()];
        this.accepted = new double[screened.productKeys.size()];
        for (Past p : screened.past) {
            pastOfClient.computeIfAbsent(p.client(), k -> new ArrayList<>()).add(p);
            if (p.what() != Past.Happened.KEPT_BACK) {
                shown[p.product()]++;
                accepted[p.product()] += p.what() == Past.Happened.ACCEPTED ? 1 : 0;
            }
        }
    }

    /**
     * The products that a client does not hold, best fit first; those that are ruled out come last, with the reason.
     *
     * @param most how many that may be proposed are wanted at most; all that are ruled out are always there
     */
    public List<ProductFit> of(int client, int most) {
        double[] scores = affinity.scores(client);
        List<ProductAffinity.SimilarClient> similar = affinity.similarClients(client, SIMILAR);
        Map<Integer, Integer> holders = new HashMap<>();
        similar.forEach(s -> s.holds().forEach(p -> holders.merge(p, 1, Integer::sum)));
        Map<Integer, double[]> experience = experience(similar);
        Map<String, Integer> said = screened.clientTopics.get(client);
        int mentionsOfMost =
                said.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        Map<Integer, ProductFit.RuledOut> closed = closed(client);
        HouseView[] views = viewsOfSegment.computeIfAbsent(screened.segments.get(client), this::views);
        List<ProductFit> open = new ArrayList<>();
        List<ProductFit> out = new ArrayList<>();
        for (int p = 0; p < scores.length; p++) {
            if (Double.isNaN(scores[p])) {
                continue;
            }
            HouseView view = views[p];
            Optional<ProductFit.RuledOut> ruledOut = view != null && view.stance() == HouseView.Stance.WITHDRAWN
                    ? Optional.of(ProductFit.RuledOut.WITHDRAWN)
                    : Optional.ofNullable(closed.get(p));
            ProductFit fit = new ProductFit(
                    p,
                    List.of(
                            similarClients(scores[p], holders.getOrDefault(p, 0), similar.size()),
                            houseView(p, view),
                            conversation(p, said, mentionsOfMost),
                            experience(p, experience.get(p))),
                    ruledOut);
            (ruledOut.isEmpty() ? open : out).add(fit);
        }
        open.sort(Comparator.comparingInt((ProductFit f) -> -f.hundredths()).thenComparingInt(ProductFit::product));
        List<ProductFit> result = new ArrayList<>(open.subList(0, Math.min(most, open.size())));
        result.addAll(out);
        return result;
    }

    /** A standardised score of 2.5 or more gives all points, the average product a fifth. */
    private static FitLine similarClients(double score, int holders, int similar) {
        double share = Math.clamp(0.2 + 0.32 * score, 0, 1);
        return line(FitLine.Ground.SIMILAR_CLIENTS, share, List.of("holders=" + holders, "similar=" + similar));
    }

    /**
     * What the house has said counts. Where it has said nothing, a topic that research writes about is worth a little more than
     * one that it is silent about; whoever advises against something says so by a house view.
     */
    private FitLine houseView(int product, HouseView view) {
        if (view != null) {
            return line(
                    FitLine.Ground.HOUSE_VIEW,
                    0.5 + view.stance().weight() / 4.0,
                    List.of("stance=" + view.stance(), "about=" + view.about(), "since=" + view.from()));
        }
        return screened.productTopics.get(product).stream()
                .filter(screened.researched::containsKey)
                .max(Comparator.<String, LocalDate>comparing(screened.researched::get)
                        .thenComparing(Comparator.reverseOrder()))
                .map(topic -> line(
                        FitLine.Ground.HOUSE_VIEW,
                        RESEARCHED,
                        List.of("research=" + topic, "since=" + screened.researched.get(topic))))
                .orElseGet(() -> line(FitLine.Ground.HOUSE_VIEW, 0.5, List.of("none")));
    }

    private FitLine conversation(int product, Map<String, Integer> said, int most) {
        List<String> matched = screened.productTopics.get(product).stream()
                .filter(said::containsKey)
                .sorted(Comparator.comparingInt((String t) -> -said.get(t)).thenComparing(t -> t))
                .toList();
        int mentions = matched.stream().mapToInt(said::get).max().orElse(0);
        // half for being mentioned at all, half for how much more than other things
        double share = mentions == 0 ? 0 : 0.5 + 0.5 * mentions / most;
        return line(
                FitLine.Ground.CONVERSATION,
                share,
                matched.stream()
                        .map(t -> "topic=" + t + " mentions=" + said.get(t))
                        .toList());
    }

    private FitLine experience(int product, double[] similar) {
        double rate = (accepted[product] + PRIOR * 0.3) / (shown[product] + PRIOR);
        double[] s = similar == null ? new double[2] : similar;
        double shrunk = (s[1] + PRIOR * rate) / (s[0] + PRIOR);
        return line(
                FitLine.Ground.EXPERIENCE,
                shrunk,
                List.of(
                        "similarShown=" + (int) s[0],
                        "similarAccepted=" + (int) s[1],
                        "allShown=" + (int) shown[product],
                        "allAccepted=" + (int) accepted[product]));
    }

    private Map<Integer, double[]> experience(List<ProductAffinity.SimilarClient> similar) {
        Map<Integer, double[]> sums = new HashMap<>();
        for (ProductAffinity.SimilarClient s : similar) {
            for (Past p : pastOfClient.getOrDefault(s.client(), List.of())) {
                if (p.what() != Past.Happened.KEPT_BACK) {
                    double[] sum = sums.computeIfAbsent(p.product(), k -> new double[2]);
                    sum[0]++;
                    sum[1] += p.what() == Past.Happened.ACCEPTED ? 1 : 0;
                }
            }
        }
        return sums;
    }

    private Map<Integer, ProductFit.RuledOut> closed(int client) {
        Map<Integer, ProductFit.RuledOut> closed = new HashMap<>();
        for (Past p : pastOfClient.getOrDefault(client, List.of())) {
            long days = ChronoUnit.DAYS.between(p.on(), today);
            if (p.what() == Past.Happened.REFUSED && days < REFUSED_DAYS) {
                closed.put(p.product(), ProductFit.RuledOut.REFUSED_LATELY);
            } else if (p.what() == Past.Happened.PRESENTED && days < SHOWN_DAYS) {
                closed.putIfAbsent(p.product(), ProductFit.RuledOut.SHOWN_LATELY);
            } else if (p.what() == Past.Happened.KEPT_BACK && days < KEPT_BACK_DAYS) {
                closed.putIfAbsent(p.product(), ProductFit.RuledOut.KEPT_BACK_LATELY);
            }
        }
        return closed;
    }

    private HouseView[] views(String segment) {
        HouseView[] views = new HouseView[screened.productKeys.size()];
        for (int p = 0; p < views.length; p++) {
            views[p] = view(p, segment);
        }
        return views;
    }

    /** The view that counts: of the product before of its topics, for the segment before for all, the newer before the older. */
    private HouseView view(int product, String segment) {
        Comparator<HouseView> rank = Comparator.comparing(
                        (HouseView v) -> v.about().equals(screened.productKeys.get(product)))
                .thenComparing(v -> v.segment().isPresent())
                .thenComparing(HouseView::from);
        return screened.views.stream()
                .filter(v -> v.about().equals(screened.productKeys.get(product))
                        || screened.productTopics.get(product).contains(v.about()))
                .filter(v -> v.holds(today, segment))
                .max(rank)
                .orElse(null);
    }

    private static FitLine line(FitLine.Ground ground, double share, List<String> evidence) {
        return new FitLine(ground, (int) Math.round(Math.clamp(share, 0, 1) * ground.points() * 100), evidence);
    }
}
