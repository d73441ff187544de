package nextbest.store.product;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nextbest.identity.TenantId;
import nextbest.portfolio.FitLine;
import nextbest.portfolio.GapFit;
import nextbest.portfolio.HouseView;
import nextbest.portfolio.Past;
import nextbest.portfolio.Portfolios;
import nextbest.portfolio.ProductAffinity;
import nextbest.portfolio.ProductFit;
import nextbest.portfolio.Purchase;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.jooq.DSLContext;

/**
 * Sets every client against every product that it does not hold. Of each client the best products are proposed, the next ones are
 * capped, those that are ruled out are kept with their rule, and the rest is counted as outranked: together they are all
 * candidates, which the database checks.
 */
public final class Screenings {
    /** How many products are proposed for a client at once. */
    public static final int PROPOSED = 3;

    /** How many more are kept with their lines. */
    public static final int CAPPED = 5;

    /** What is proposed must have so many points, in hundredths: half as many again as the average product of which nothing is known. */
    static final int LEAST = 3400;

    private static final int PERIOD_DAYS = 90;

    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;

    public Screenings(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /**
     * What a screening did.
     *
     * @param method how similar clients were found
     * @param clients how many clients were screened
     * @param unserved clients for which nothing was good enough
     */
    public record Screened(
            UUID id,
            String method,
            int clients,
            long candidates,
            long proposed,
            long capped,
            long ruledOut,
            long outranked,
            int unserved) {}

    /** What is known of clients and products, numbered. */
    private record Known(List<UUID> clients, List<UUID> products, Portfolios portfolios, GapFit.Screened screened) {}

    /**
     * Screens all clients.
     *
     * @param occasion why: a product review, a changed house view, a note; shown in reports
     */
    public Screened run(TenantId tenant, String occasion, Ontology ontology) {
        Instant now = time.now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return database.inTenant(tenant, transaction -> {
            Known known = known(transaction, ontology);
            UUID id = ids.next();
            ProductAffinity affinity = ProductAffinity.learn(known.portfolios, PERIOD_DAYS);
            GapFit fit = new GapFit(affinity, known.screened, today);
            transaction.execute(
                    "insert into screening (tenant, id, occasion, at, method) values (?, ?, ?, cast(? as timestamptz), ?)",
                    tenant.value(),
                    id,
                    occasion,
                    now.toString(),
                    affinity.method());
            long[] sums = new long[5];
            int unserved = 0;
            for (int c = 0; c < known.clients.size(); c++) {
                int[] counts = store(transaction, tenant, id, known, c, fit.of(c, PROPOSED + CAPPED), affinity);
                for (int k = 0; k < counts.length; k++) {
                    sums[k] += counts[k];
                }
                unserved += counts[1] == 0 ? 1 : 0;
            }
            return new Screened(
                    id, affinity.method(), known.clients.size(), sums[0], sums[1], sums[2], sums[3], sums[4], unserved);
        });
    }

    /** Stores one client; candidates, proposed, capped, ruled out, outranked. */
    private int[] store(
            DSLContext transaction,
            TenantId tenant,
            UUID screening,
            Known known,
            int client,
            List<ProductFit> fits,
            ProductAffinity affinity) {
        int candidates = 0;
        for (double score : affinity.scores(client)) {
            candidates += Double.isNaN(score) ? 0 : 1;
        }
        List<ProductFit> open =
                fits.stream().filter(f -> f.ruledOut().isEmpty()).toList();
        int proposed = (int) open.stream()
                .limit(PROPOSED)
                .filter(f -> f.hundredths() >= LEAST)
                .count();
        int ruledOut = fits.size() - open.size();
        int capped = open.size() - proposed;
        int outranked = candidates - proposed - capped - ruledOut;
        transaction.execute(
                "insert into client_screening (tenant, screening_id, client_id, candidates, proposed, capped, ruled_out, outranked) values (?, ?, ?, ?, ?, ?, ?, ?)",
                tenant.value(),
                screening,
                known.clients.get(client),
                candidates,
                proposed,
                capped,
                ruledOut,
                outranked);
        for (int place = 0; place < fits.size(); place++) {
            ProductFit fit = fits.get(place);
            boolean isProposed = place < proposed;
            transaction.execute(
                    "insert into product_candidate (tenant, id, screening_id, client_id, product_id, disposition, rule, place, hundredths, lines, rep_disposition) values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?)",
                    tenant.value(),
                    ids.next(),
                    screening,
                    known.clients.get(client),
                    known.products.get(fit.product()),
                    isProposed ? "PROPOSED" : fit.ruledOut().isPresent() ? "RULED_OUT" : "CAPPED",
                    fit.ruledOut().map(Enum::name).orElse(null),
                    (short) (place + 1),
                    fit.hundredths(),
                    lines(fit),
                    isProposed ? "NO_ANSWER" : null);
        }
        return new int[] {candidates, proposed, capped, ruledOut, outranked};
    }

    private static String lines(ProductFit fit) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (FitLine line : fit.lines()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("ground", line.ground().name());
            entry.put("hundredths", line.hundredths());
            entry.put("evidence", line.evidence());
            lines.add(entry);
        }
        return RecordJson.jsonb(lines).data();
    }

    private static Known known(DSLContext transaction, Ontology ontology) {
        List<UUID> clients = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        transaction
                .fetch("select id, coalesce(segment, '') from client order by id")
                .forEach(r -> {
                    clients.add(r.get(0, UUID.class));
                    segments.add(r.get(1, String.class));
                });
        List<UUID> products = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<Set<String>> topics = new ArrayList<>();
        Map<UUID, Integer> families = new HashMap<>();
        List<Integer> family = new ArrayList<>();
        transaction
                .fetch(
                        "select p.id, p.name, p.parent_id from product p where not exists (select 1 from product c where c.tenant = p.tenant and c.parent_id = p.id) order by p.id")
                .forEach(r -> {
                    products.add(r.get(0, UUID.class));
                    keys.add(r.get(0, UUID.class).toString());
                    topics.add(ontology.named(Concept.Kind.PRODUCT, r.get(1, String.class))
                            .map(ontology::served)
                            .orElse(Set.of()));
                    UUID parent = r.get(2, UUID.class);
                    family.add(parent == null ? -1 : families.computeIfAbsent(parent, k -> families.size()));
                });
        Map<UUID, Integer> clientNumber = numbers(clients);
        Map<UUID, Integer> productNumber = numbers(products);
        List<Purchase> purchases = new ArrayList<>();
        transaction
                .fetch("select client_id, product_id, coalesce(held_since, cast(occurred_at as date)) from holding"
                        + " union all select s.client_id, d.product_id, cast(d.closed_at as date) from deal d join subject s on s.tenant = d.tenant and s.id = d.subject_id"
                        + " where d.status = 'WON' and d.product_id is not null and s.client_id is not null")
                .forEach(r -> {
                    Integer client = clientNumber.get(r.get(0, UUID.class));
                    Integer product = productNumber.get(r.get(1, UUID.class));
                    if (client != null && product != null) {
                        purchases.add(new Purchase(
                                client, product, r.get(2, LocalDate.class).toEpochDay()));
                    }
                });
        if (purchases.isEmpty()) {
            throw new IllegalStateException(
                    "there is not a single holding or won deal with a product: nothing to learn from. "
                            + "Tell of holdings by events of type holding, or of products of deals");
        }
        Map<UUID, Map<String, Integer>> said = DocumentTopics.byClient(transaction);
        List<Map<String, Integer>> clientTopics =
                clients.stream().map(c -> said.getOrDefault(c, Map.of())).toList();
        return new Known(
                clients,
                products,
                new Portfolios(
                        clients.size(),
                        family.stream().mapToInt(Integer::intValue).toArray(),
                        purchases),
                new GapFit.Screened(
                        keys,
                        topics,
                        segments,
                        clientTopics,
                        views(transaction),
                        past(transaction, clientNumber, productNumber)));
    }

    private static Map<UUID, Integer> numbers(List<UUID> ids) {
        Map<UUID, Integer> numbers = new HashMap<>();
        ids.forEach(id -> numbers.put(id, numbers.size()));
        return numbers;
    }

    private static List<HouseView> views(DSLContext transaction) {
        return transaction
                .fetch(
                        "select distinct on (id) coalesce(cast(product_id as text), topic), stance, segment, valid_from, valid_until from house_view"
                                + " where product_id is not null or topic is not null order by id, known_at desc")
                .map(r -> new HouseView(
                        r.get(0, String.class),
                        stance(r.get(1, String.class)),
                        Optional.ofNullable(r.get(2, String.class)),
                        r.get(3, LocalDate.class),
                        Optional.ofNullable(r.get(4, LocalDate.class))));
    }

    /** The events know three stances; a positive one is a wish to sell. */
    private static HouseView.Stance stance(String word) {
        return switch (word) {
            case "POSITIVE" -> HouseView.Stance.FAVOURED;
            case "NEGATIVE" -> HouseView.Stance.WITHDRAWN;
            default -> HouseView.Stance.NEUTRAL;
        };
    }

    private static List<Past> past(DSLContext transaction, Map<UUID, Integer> clients, Map<UUID, Integer> products) {
        List<Past> past = new ArrayList<>();
        transaction
                .fetch(
                        "select client_id, product_id, coalesce(nullif(client_disposition, 'NO_ANSWER'), rep_disposition), cast(coalesce(client_at, rep_at) as date)"
                                + " from product_candidate where rep_disposition in ('PRESENTED', 'KEPT_BACK') order by rep_at, id")
                .forEach(r -> {
                    Integer client = clients.get(r.get(0, UUID.class));
                    Integer product = products.get(r.get(1, UUID.class));
                    if (client != null && product != null) {
                        past.add(new Past(
                                client,
                                product,
                                Past.Happened.valueOf(r.get(2, String.class)),
                                r.get(3, LocalDate.class)));
                    }
                });
        return past;
    }
}
