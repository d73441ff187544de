package nextbest.store.deal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nextbest.deal.ContentAsset;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.ProductInterest;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.identity.AssetId;
import nextbest.identity.ProductId;
import nextbest.portfolio.FitLine;
import nextbest.store.json.RecordJson;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;

/**
 * What the last screening found for the clients of deals: products that they do not hold and may want, each with the passages
 * that the mapping rests on and the documents made for it.
 */
final class InterestReader {
    /** As many as can be candidates of one action. */
    private static final int MOST = 5;

    private static final int PASSAGES = 3;

    private final Map<UUID, Found> clients;

    /** What one screening found for one client. */
    private record Found(UUID screening, Instant at, List<ProductInterest> interests) {}

    private InterestReader(Map<UUID, Found> clients) {
        this.clients = clients;
    }

    static InterestReader load(DSLContext transaction, UUID tenant, UUID[] clientIds, Instant asOf) {
        Map<UUID, Found> clients = new HashMap<>();
        if (clientIds.length > 0) {
            transaction
                    .fetch(
                            "select distinct on (x.client_id) x.client_id, x.screening_id, s.at from client_screening x"
                                    + " join screening s on s.tenant = x.tenant and s.id = x.screening_id"
                                    + " where x.tenant = ? and x.client_id = any(?) and s.at <= cast(? as timestamptz)"
                                    + " order by x.client_id, s.at desc, s.id desc",
                            tenant,
                            clientIds,
                            asOf.toString())
                    .forEach(row -> clients.put(
                            row.get(0, UUID.class),
                            new Found(row.get(1, UUID.class), row.get(2, Instant.class), new ArrayList<>())));
        }
        if (!clients.isEmpty()) {
            new Load(transaction, tenant, asOf, clients).run();
        }
        return new InterestReader(clients);
    }

    /** What the deal is about anyway is no further product. A client that nobody screened: nothing is known. */
    void read(FactSheet facts, DealSnapshot.Builder deal) {
        Found found = facts.id("client").asOptional().map(clients::get).orElse(null);
        if (found == null) {
            return;
        }
        Set<UUID> offered = new HashSet<>(facts.ids("products").asOptional().orElse(List.of()));
        deal.fact(
                DealField.INTERESTS,
                Fact.known(
                        found.interests().stream()
                                .filter(interest ->
                                        !offered.contains(interest.product().value()))
                                .limit(MOST)
                                .toList(),
                        new Provenance("screening", found.screening().toString(), found.at())));
    }

    /** One reading, with the same few queries for any number of clients. */
    private static final class Load {
        private final DSLContext transaction;
        private final UUID tenant;
        private final Instant asOf;
        private final Map<UUID, Found> clients;

        Load(DSLContext transaction, UUID tenant, Instant asOf, Map<UUID, Found> clients) {
            this.transaction = transaction;
            this.tenant = tenant;
            this.asOf = asOf;
            this.clients = clients;
        }

        void run() {
            UUID[] screenings =
                    clients.values().stream().map(Found::screening).distinct().toArray(UUID[]::new);
            var rows = transaction.fetch(
                    "select c.client_id, c.product_id, p.name, c.rule, c.hundredths, c.lines, c.rep_disposition, c.rep_at, c.client_disposition, c.client_at,"
                            + " (select array[a.answer, coalesce(a.answer_text, '')] from product_alert a where a.tenant = c.tenant and a.about = cast(c.product_id as text)"
                            + " and a.answered_at <= cast(? as timestamptz) order by a.answered_at desc limit 1), c.screening_id"
                            + " from product_candidate c join product p on p.tenant = c.tenant and p.id = c.product_id"
                            + " where c.tenant = ? and c.client_id = any(?) and c.screening_id = any(?) and c.disposition in ('PROPOSED', 'RULED_OUT')"
                            + " order by c.client_id, c.disposition, c.place",
                    asOf.toString(),
                    tenant,
                    clients.keySet().toArray(UUID[]::new),
                    screenings);
            List<Kept> kept = rows.stream()
                    .filter(row -> row.get(11, UUID.class)
                            .equals(clients.get(row.get(0, UUID.class)).screening()))
                    .map(row -> new Kept(
                            row,
                            row.get(0, UUID.class),
                            row.get(1, UUID.class),
                            List.of(RecordJson.read(JSONB.valueOf(row.get(5, String.class)), Line[].class))))
                    .toList();
            if (kept.isEmpty()) {
                return;
            }
            Map<UUID, Map<String, List<ProductInterest.Passage>>> said =
                    passages(kept.stream().flatMap(Kept::topics).collect(Collectors.toSet()));
            Map<UUID, List<ContentAsset>> material =
                    material(kept.stream().map(Kept::product).collect(Collectors.toSet()));
            for (Kept one : kept) {
                Found found = clients.get(one.client());
                found.interests()
                        .add(new ProductInterest(
                                new ProductId(one.product()),
                                one.row().get(2, String.class),
                                fit(one.row().get(4, Integer.class), one.lines()),
                                relevant(said, one),
                                material.getOrDefault(one.product(), List.of()),
                                closed(one.row()),
                                teamAnswer(one.row()),
                                found.at()));
            }
        }

        /** A candidate as the screening stored it. */
        private record Kept(Record row, UUID client, UUID product, List<Line> lines) {
            Stream<String> topics() {
                return lines.stream().flatMap(line -> line.topics().stream());
            }
        }

        private static Optional<ProductInterest.TeamAnswer> teamAnswer(Record row) {
            return Optional.ofNullable(row.get(10, String[].class))
                    .map(answer -> new ProductInterest.TeamAnswer("ADOPTED".equals(answer[0]), answer[1]));
        }

        /** What counts is what was known at the moment: a later answer is not looked at. */
        private Optional<ProductInterest.Closed> closed(Record row) {
            Optional<ProductInterest.Closed> ruled = Optional.ofNullable(row.get(3, String.class))
                    .map(rule -> switch (rule) {
                        case "REFUSED_LATELY" -> ProductInterest.Closed.REFUSED;
                        case "SHOWN_LATELY" -> ProductInterest.Closed.SHOWN;
                        case "KEPT_BACK_LATELY" -> ProductInterest.Closed.KEPT_BACK;
                        default -> ProductInterest.Closed.WITHDRAWN;
                    });
            if (ruled.isPresent() || !happened(row.get(7, Instant.class))) {
                return ruled;
            }
            if ("KEPT_BACK".equals(row.get(6, String.class))) {
                return Optional.of(ProductInterest.Closed.KEPT_BACK);
            }
            if (!"PRESENTED".equals(row.get(6, String.class))) {
                return Optional.empty();
            }
            String client = happened(row.get(9, Instant.class)) ? row.get(8, String.class) : "NO_ANSWER";
            return Optional.of(
                    switch (client) {
                        case "ACCEPTED" -> ProductInterest.Closed.ACCEPTED;
                        case "REFUSED" -> ProductInterest.Closed.REFUSED;
                        default -> ProductInterest.Closed.SHOWN;
                    });
        }

        private boolean happened(Instant at) {
            return at != null && !at.isAfter(asOf);
        }

        private static ProductInterest.Fit fit(int hundredths, List<Line> lines) {
            return new ProductInterest.Fit(
                    hundredths,
                    share(lines, FitLine.Ground.SIMILAR_CLIENTS),
                    count(lines, "similar"),
                    count(lines, "holders"),
                    share(lines, FitLine.Ground.HOUSE_VIEW),
                    word(lines, "stance").toLowerCase(Locale.ROOT),
                    share(lines, FitLine.Ground.CONVERSATION),
                    count(lines, "similarShown"),
                    count(lines, "similarAccepted"),
                    count(lines, "allShown"),
                    count(lines, "allAccepted"));
        }

        private static int share(List<Line> lines, FitLine.Ground ground) {
            return lines.stream()
                    .filter(line -> line.ground() == ground)
                    .findFirst()
                    .map(line -> line.hundredths() * 10 / ground.points())
                    .orElse(0);
        }

        private static int count(List<Line> lines, String name) {
            String word = word(lines, name);
            return word.isEmpty() ? 0 : Integer.parseInt(word);
        }

        private static String word(List<Line> lines, String name) {
            return lines.stream()
                    .flatMap(line -> line.evidence().stream())
                    .filter(evidence -> evidence.startsWith(name + "="))
                    .map(evidence -> evidence.substring(name.length() + 1))
                    .findFirst()
                    .orElse("");
        }

        /** What the clients said about the topics, and, under no client, what research and marketing wrote; strongest first. */
        private Map<UUID, Map<String, List<ProductInterest.Passage>>> passages(Set<String> topics) {
            Map<UUID, Map<String, List<ProductInterest.Passage>>> said = new HashMap<>();
            if (topics.isEmpty()) {
                return said;
            }
            transaction
                    .fetch(
                            "select s.client_id, m.topic, m.document_id, m.position, d.title, p.body, m.terms, d.occurred_at, d.source from topic_mention m"
                                    + " join document d on d.tenant = m.tenant and d.id = m.document_id"
                                    + " left join subject s on s.tenant = d.tenant and s.id = d.subject_id"
                                    + " join passage p on p.tenant = m.tenant and p.document_id = m.document_id and p.position = m.position"
                                    + " where m.tenant = ? and m.topic = any(?) and d.known_at <= cast(? as timestamptz)"
                                    + " and (s.client_id = any(?) or d.subject_id is null and d.kind in ('RESEARCH', 'MARKETING'))"
                                    + " order by m.strength desc, d.known_at desc, m.document_id, m.position",
                            tenant,
                            topics.toArray(String[]::new),
                            asOf.toString(),
                            clients.keySet().toArray(UUID[]::new))
                    .forEach(row -> {
                        UUID client = row.get(0, UUID.class);
                        List<ProductInterest.Passage> kept = said.computeIfAbsent(client, id -> new HashMap<>())
                                .computeIfAbsent(row.get(1, String.class), topic -> new ArrayList<>());
                        if (kept.size() < PASSAGES) {
                            kept.add(new ProductInterest.Passage(
                                    row.get(2, UUID.class) + "/" + row.get(3, Integer.class),
                                    client != null,
                                    Optional.ofNullable(row.get(4, String.class))
                                            .orElse(""),
                                    row.get(5, String.class),
                                    List.of(row.get(6, String[].class)),
                                    row.get(7, Instant.class),
                                    row.get(8, String.class)));
                        }
                    });
            return said;
        }

        private static List<ProductInterest.Passage> relevant(
                Map<UUID, Map<String, List<ProductInterest.Passage>>> said, Kept one) {
            List<String> topics = one.topics().distinct().toList();
            Set<String> ids = new HashSet<>();
            return Stream.of(said.getOrDefault(one.client(), Map.of()), said.getOrDefault(null, Map.of()))
                    .flatMap(by -> topics.stream()
                            .flatMap(topic -> by.getOrDefault(topic, List.of()).stream())
                            .filter(passage -> ids.add(passage.id()))
                            .limit(PASSAGES))
                    .toList();
        }

        /** Documents of the register that are made for a product; the youngest first. */
        private Map<UUID, List<ContentAsset>> material(Set<UUID> products) {
            Map<UUID, List<ContentAsset>> material = new HashMap<>();
            transaction
                    .fetch(
                            "select id, kind, title, link, version, industries, competitors, tech_stack, products from asset"
                                    + " where tenant = ? and products && ? and known_at <= cast(? as timestamptz)"
                                    + " and (valid_until is null or valid_until >= cast(? as date)) order by known_at desc, id",
                            tenant,
                            products.toArray(UUID[]::new),
                            asOf.toString(),
                            asOf.toString())
                    .forEach(row -> {
                        ContentAsset asset = new ContentAsset(
                                new AssetId(row.get(0, UUID.class)),
                                row.get(1, String.class),
                                row.get(2, String.class),
                                row.get(3, String.class),
                                Optional.ofNullable(row.get(4, String.class)).orElse(""),
                                names(row.get(5, String[].class)),
                                names(row.get(6, String[].class)),
                                names(row.get(7, String[].class)));
                        for (UUID product : row.get(8, UUID[].class)) {
                            material.computeIfAbsent(product, id -> new ArrayList<>())
                                    .add(asset);
                        }
                    });
            return material;
        }

        private static SortedSet<String> names(String[] names) {
            TreeSet<String> folded = new TreeSet<>();
            Arrays.stream(names).map(name -> name.toLowerCase(Locale.ROOT)).forEach(folded::add);
            return folded;
        }
    }

    /** A line as the screening stored it. */
    private record Line(FitLine.Ground ground, int hundredths, List<String> evidence) {
        /** Topics that the line names: what the client talks about, or what research wrote about. */
        List<String> topics() {
            return evidence.stream()
                    .filter(entry -> entry.startsWith("topic=") || entry.startsWith("research="))
                    .map(entry -> entry.substring(entry.indexOf('=') + 1).split(" ", 2)[0])
                    .toList();
        }
    }
}
