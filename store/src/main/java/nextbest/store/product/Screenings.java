package nextbest.store.product;

import static nextbest.store.schema.Tables.CLIENT_SCREENING;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.HOLDING;
import static nextbest.store.schema.Tables.PRODUCT_CANDIDATE;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.portfolio.BestPractice;
import nextbest.portfolio.ClientForecasts;
import nextbest.portfolio.FitLine;
import nextbest.portfolio.Forecast;
import nextbest.portfolio.GapFit;
import nextbest.portfolio.HouseView;
import nextbest.portfolio.Past;
import nextbest.portfolio.Portfolios;
import nextbest.portfolio.ProductAffinity;
import nextbest.portfolio.ProductFit;
import nextbest.portfolio.Purchase;
import nextbest.store.BatchInsert;
import nextbest.store.Database;
import nextbest.store.NewIds;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.topics.Concept;
import nextbest.topics.Ontology;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

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

    private static final int REMEMBERED = 8;

    /** What research wrote counts for so long. */
    public static final int RESEARCH_DAYS = 90;

    private final Database database;
    private final BusinessTime time;
    private final NewIds ids;
    private final Map<UUID, Prepared> prepared = new LinkedHashMap<>();

    public Screenings(Database database, BusinessTime time, NewIds ids) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.ids = Objects.requireNonNull(ids, "ids");
    }

    /** Why clients are screened. */
    public enum Kind {
        /** A person or a program asked for it: a product review. */
        ASKED,
        /** The house has changed its view of a product or topic. */
        HOUSE_VIEW,
        /** A dated reason has come: a renewal, a regulation, the end of a fiscal year. */
        OCCASION,
        /** Something was written or said: only the clients that it concerns are screened. */
        NEWS
    }

    /**
     * A screening, and how far it is.
     *
     * @param occasion what whoever asked for it calls it; empty if nobody gave it a name
     * @param finishedAt empty while it runs
     * @param method how similar clients were found; empty before the first client
     * @param documents how many documents were read for it
     * @param clients how many clients were screened so far
     * @param unserved clients for which nothing was good enough
     */
    public record Screened(
            UUID id,
            Kind kind,
            String occasion,
            Instant at,
            Optional<Instant> finishedAt,
            String method,
            int documents,
            int clients,
            long candidates,
            long proposed,
            long capped,
            long ruledOut,
            long outranked,
            int unserved) {}

    /** What is known of clients and products, numbered. */
    private record Known(
            List<UUID> clients,
            List<UUID> products,
            Portfolios portfolios,
            GapFit.Screened screened,
            List<ClientForecasts.Sale> sales,
            List<Integer> families,
            String currency,
            List<BestPractice.Traits> traits,
            Map<Integer, Set<Integer>> linked) {}

    /**
     * What the parts of one screening share.
     *
     * @param order numbers of the clients that are to be screened, in the order of the database
     */
    private record Prepared(
            Known known,
            ProductAffinity affinity,
            GapFit fit,
            Optional<ClientForecasts> forecasts,
            Practices practices,
            Instant at,
            List<Integer> order) {}

    /**
     * Opens a screening; {@link #part} does the work.
     *
     * @param occasion what it is called in reports
     * @param cause identifies what it is for: of one cause only one screening is opened; empty if it may be repeated
     * @return empty if there was one for this cause
     * @throws IllegalStateException if there is not a single holding to learn from
     */
    public Optional<UUID> open(TenantId tenant, Kind kind, String occasion, Optional<String> cause) {
        return database.inTenant(tenant, transaction -> {
            if (!transaction.fetchExists(DSL.select().from(HOLDING))
                    && !transaction.fetchExists(
                            DSL.select().from(DEAL).where(DEAL.STATUS.eq("WON"), DEAL.PRODUCT_ID.isNotNull()))) {
                throw new IllegalStateException(
                        "there is not a single holding or won deal with a product: nothing to learn from. "
                                + "Tell of holdings by events of type holding, or of products of deals");
            }
            UUID id = ids.next();
            int opened = transaction.execute(
                    "insert into screening (tenant, id, occasion, at, method, kind, cause, real_opened_at) values (?, ?, ?, cast(? as timestamptz), '', ?, ?, cast(? as timestamptz)) on conflict (tenant, cause) do nothing",
                    tenant.value(),
                    id,
                    occasion,
                    time.now().toString(),
                    kind.name(),
                    cause.orElse(null),
                    time.realNow().toString());
            return opened == 1 ? Optional.of(id) : Optional.empty();
        });
    }

    /** How far a screening is; empty if there is none with this id. */
    public Optional<Screened> find(TenantId tenant, UUID screening) {
        return newest(tenant, Optional.of(screening), 1).stream().findFirst();
    }

    /** The last screenings, the newest first. */
    public List<Screened> last(TenantId tenant, int most) {
        return newest(tenant, Optional.empty(), most);
    }

    private List<Screened> newest(TenantId tenant, Optional<UUID> one, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select s.id, s.kind, s.occasion, s.at, s.finished_at, s.method, (select count(*) from document_read r where r.tenant = s.tenant and r.screening_id = s.id), count(x.client_id),"
                                        + " coalesce(sum(x.candidates), 0), coalesce(sum(x.proposed), 0), coalesce(sum(x.capped), 0), coalesce(sum(x.ruled_out), 0), coalesce(sum(x.outranked), 0), count(x.client_id) filter (where x.proposed = 0)"
                                        + " from screening s left join client_screening x on x.tenant = s.tenant and x.screening_id = s.id"
                                        + " where cast(? as uuid) is null or s.id = cast(? as uuid) group by s.tenant, s.id order by s.at desc, s.id desc limit ?",
                                one.map(UUID::toString).orElse(null),
                                one.map(UUID::toString).orElse(null),
                                most)
                        .map(r -> new Screened(
                                r.get(0, UUID.class),
                                Kind.valueOf(r.get(1, String.class)),
                                r.get(2, String.class),
                                r.get(3, Instant.class),
                                Optional.ofNullable(r.get(4, Instant.class)),
                                r.get(5, String.class),
                                r.get(6, Integer.class),
                                r.get(7, Integer.class),
                                r.get(8, Long.class),
                                r.get(9, Long.class),
                                r.get(10, Long.class),
                                r.get(11, Long.class),
                                r.get(12, Long.class),
                                r.get(13, Integer.class))));
    }

    /**
     * What a part did.
     *
     * @param after the last client of the part; empty if no client is left
     */
    public record Part(int clients, long candidates, long proposed, int unserved, Optional<UUID> after) {}

    /**
     * Screens the next clients. A client that was screened already is left as it is, so a part may be repeated.
     *
     * @param after the last client that is done; empty at the beginning
     * @param alive is called now and then
     */
    public Part part(
            TenantId tenant, UUID screening, Ontology ontology, Optional<UUID> after, int most, Runnable alive) {
        Prepared ready = prepare(tenant, screening, ontology);
        alive.run();
        List<UUID> clients = ready.known.clients;
        int from = after.map(
                        last -> ready.order.stream().map(clients::get).toList().indexOf(last) + 1)
                .orElse(0);
        List<Integer> next = ready.order.subList(from, Math.min(ready.order.size(), from + most));
        Part part = database.inTenant(tenant, transaction -> {
            List<UUID> done = transaction
                    .fetch(
                            "select client_id from client_screening where screening_id = ? and client_id = any(?)",
                            screening,
                            next.stream().map(clients::get).toArray(UUID[]::new))
                    .map(r -> r.get(0, UUID.class));
            transaction.execute(
                    "update screening set method = ? where id = ? and method = ''", ready.affinity.method(), screening);
            Rows rows = new Rows(tenant.value(), screening, ready);
            for (int client : next) {
                if (!done.contains(clients.get(client))) {
                    rows.add(client);
                }
                alive.run();
            }
            rows.store(transaction);
            boolean last = from + next.size() == ready.order.size();
            return new Part(
                    rows.clients.size(),
                    rows.candidates,
                    rows.proposed,
                    rows.unserved,
                    last ? Optional.empty() : Optional.of(clients.get(next.getLast())));
        });
        if (part.after().isEmpty()) {
            forget(screening);
        }
        return part;
    }

    /** Marks a screening as finished. Saying it again changes nothing. */
    public void finish(TenantId tenant, UUID screening) {
        database.doInTenant(
                tenant,
                transaction -> transaction.execute(
                        "update screening set finished_at = cast(? as timestamptz) where id = ? and finished_at is null",
                        time.now().toString(),
                        screening));
    }

    /** Screens all clients at once: for a house without workflows. */
    public Screened run(TenantId tenant, String occasion, Ontology ontology) {
        UUID id = open(tenant, Kind.ASKED, occasion, Optional.empty()).orElseThrow();
        Optional<UUID> after = Optional.empty();
        do {
            after = part(tenant, id, ontology, after, 250, () -> {}).after();
        } while (after.isPresent());
        finish(tenant, id);
        return find(tenant, id).orElseThrow();
    }

    /**
     * The subjects whose loops are to look again, because the screening found something for their client: its open deals, and
     * the client itself if it has none.
     *
     * @param after the last one that is done
     */
    public List<SubjectId> concerned(TenantId tenant, UUID screening, Optional<UUID> after, int most) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .fetch(
                                "select s.id from subject s left join deal d on d.tenant = s.tenant and d.subject_id = s.id"
                                        + " join client_screening x on x.tenant = s.tenant and x.client_id = s.client_id and x.screening_id = ?"
                                        + " where x.proposed + x.ruled_out > 0 and s.deleted_at is null and s.loop_stage <> 'STOPPED'"
                                        + " and (d.status = 'OPEN' or s.kind = 'CLIENT' and x.proposed > 0 and not exists (select 1 from subject o join deal e on e.tenant = o.tenant and e.subject_id = o.id where o.tenant = s.tenant and o.client_id = s.client_id and e.status = 'OPEN' and o.deleted_at is null))"
                                        + " and (cast(? as uuid) is null or s.id > cast(? as uuid)) order by s.id limit ?",
                                screening,
                                after.map(UUID::toString).orElse(null),
                                after.map(UUID::toString).orElse(null),
                                most)
                        .map(r -> new SubjectId(r.get(0, UUID.class))));
    }

    /** Kept until the last part is done; of screenings that never end, the oldest is forgotten. */
    private synchronized Prepared prepare(TenantId tenant, UUID screening, Ontology ontology) {
        Prepared known = prepared.get(screening);
        if (known == null) {
            known = database.inTenant(tenant, transaction -> load(transaction, screening, ontology));
            prepared.put(screening, known);
            if (prepared.size() > REMEMBERED) {
                prepared.remove(prepared.keySet().iterator().next());
            }
        }
        return known;
    }

    private synchronized void forget(UUID screening) {
        prepared.remove(screening);
    }

    private static Prepared load(DSLContext transaction, UUID screening, Ontology ontology) {
        var row = transaction.fetchSingle("select at, kind from screening where id = ?", screening);
        LocalDate day = LocalDate.ofInstant(row.get(0, Instant.class), ZoneOffset.UTC);
        Known known = known(transaction, ontology, day);
        ProductAffinity affinity = ProductAffinity.learn(known.portfolios, PERIOD_DAYS);
        List<Integer> order = IntStream.range(0, known.clients.size()).boxed().toList();
        if (Kind.valueOf(row.get(1, String.class)) == Kind.NEWS) {
            Set<UUID> concerned = newsOf(transaction, screening);
            order = order.stream()
                    .filter(client -> concerned.contains(known.clients.get(client)))
                    .toList();
        }
        Optional<ClientForecasts> forecasts = known.sales.isEmpty()
                ? Optional.empty()
                : Optional.of(ClientForecasts.learn(
                        known.clients.size(),
                        known.families.stream().mapToInt(Integer::intValue).toArray(),
                        known.sales,
                        PERIOD_DAYS));
        return new Prepared(
                known,
                affinity,
                new GapFit(affinity, known.screened, day),
                forecasts,
                new Practices(
                        new BestPractice(affinity, known.traits, known.linked), known.screened.past(), known.clients),
                row.get(0, Instant.class),
                order);
    }

    /** Clients of which something was read for the screening, and clients that talk about what was written for everybody. */
    private static Set<UUID> newsOf(DSLContext transaction, UUID screening) {
        return new HashSet<>(transaction
                .fetch(
                        "select s.client_id from document_read r join document d on d.tenant = r.tenant and d.id = r.document_id join subject s on s.tenant = d.tenant and s.id = d.subject_id"
                                + " where r.screening_id = ? and s.client_id is not null"
                                + " union select s.client_id from topic_mention m join document d on d.tenant = m.tenant and d.id = m.document_id join subject s on s.tenant = d.tenant and s.id = d.subject_id"
                                + " where s.client_id is not null and m.topic in (select n.topic from topic_mention n join document_read r on r.tenant = n.tenant and r.document_id = n.document_id"
                                + " join document e on e.tenant = n.tenant and e.id = n.document_id where r.screening_id = ? and e.subject_id is null)",
                        screening,
                        screening)
                .map(r -> r.get(0, UUID.class)));
    }

    /** The rows of one part, and their sums. */
    private final class Rows {
        private final UUID tenant;
        private final UUID screening;
        private final Prepared ready;
        private final List<Object[]> clients = new ArrayList<>();
        private final List<Object[]> products = new ArrayList<>();
        private final Map<UUID, Integer> numbers = new LinkedHashMap<>();
        private long candidates;
        private long proposed;
        private int unserved;

        Rows(UUID tenant, UUID screening, Prepared ready) {
            this.tenant = tenant;
            this.screening = screening;
            this.ready = ready;
        }

        void add(int client) {
            List<ProductFit> fits = ready.fit.of(client, PROPOSED + CAPPED);
            int all = 0;
            for (double score : ready.affinity.scores(client)) {
                all += Double.isNaN(score) ? 0 : 1;
            }
            List<ProductFit> open =
                    fits.stream().filter(f -> f.ruledOut().isEmpty()).toList();
            int best = (int) open.stream()
                    .limit(PROPOSED)
                    .filter(f -> f.hundredths() >= LEAST)
                    .count();
            int ruledOut = fits.size() - open.size();
            int capped = open.size() - best;
            UUID id = ready.known.clients.get(client);
            numbers.put(id, client);
            Optional<Forecast.Chance[]> chances = ready.forecasts.flatMap(f -> f.purchases(client));
            Map<Integer, List<String>> worked = ready.practices.explained(
                    client, fits.stream().limit(best).map(ProductFit::product).toList());
            clients.add(
                    new Object[] {tenant, screening, id, all, best, capped, ruledOut, all - best - capped - ruledOut});
            for (int place = 0; place < fits.size(); place++) {
                ProductFit fit = fits.get(place);
                boolean isProposed = place < best;
                products.add(new Object[] {
                    tenant,
                    ids.next(),
                    screening,
                    id,
                    ready.known.products.get(fit.product()),
                    isProposed ? "PROPOSED" : fit.ruledOut().isPresent() ? "RULED_OUT" : "CAPPED",
                    fit.ruledOut().map(Enum::name).orElse(null),
                    (short) (place + 1),
                    fit.hundredths(),
                    lines(
                            fit,
                            chances.flatMap(c -> Optional.ofNullable(c[fit.product()])),
                            worked.getOrDefault(fit.product(), List.of())),
                    isProposed ? "NO_ANSWER" : null
                });
            }
            candidates += all;
            proposed += best;
            unserved += best == 0 ? 1 : 0;
        }

        void store(DSLContext transaction) {
            ready.forecasts.ifPresent(forecasts -> {
                ClientOutlooks.storeQuality(transaction, tenant, screening, ready.at, forecasts);
                ClientOutlooks.store(
                        transaction, tenant, screening, ready.at, ready.known.currency, forecasts, numbers);
            });
            BatchInsert.into(
                    transaction,
                    CLIENT_SCREENING,
                    clients,
                    CLIENT_SCREENING.TENANT,
                    CLIENT_SCREENING.SCREENING_ID,
                    CLIENT_SCREENING.CLIENT_ID,
                    CLIENT_SCREENING.CANDIDATES,
                    CLIENT_SCREENING.PROPOSED,
                    CLIENT_SCREENING.CAPPED,
                    CLIENT_SCREENING.RULED_OUT,
                    CLIENT_SCREENING.OUTRANKED);
            BatchInsert.into(
                    transaction,
                    PRODUCT_CANDIDATE,
                    products,
                    PRODUCT_CANDIDATE.TENANT,
                    PRODUCT_CANDIDATE.ID,
                    PRODUCT_CANDIDATE.SCREENING_ID,
                    PRODUCT_CANDIDATE.CLIENT_ID,
                    PRODUCT_CANDIDATE.PRODUCT_ID,
                    PRODUCT_CANDIDATE.DISPOSITION,
                    PRODUCT_CANDIDATE.RULE,
                    PRODUCT_CANDIDATE.PLACE,
                    PRODUCT_CANDIDATE.HUNDREDTHS,
                    PRODUCT_CANDIDATE.LINES,
                    PRODUCT_CANDIDATE.REP_DISPOSITION);
        }
    }

    /** The lines with what else speaks for the product: the chance that it is bought, and with whom alike it worked. */
    private static JSONB lines(ProductFit fit, Optional<Forecast.Chance> chance, List<String> worked) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (FitLine line : fit.lines()) {
            List<String> evidence = new ArrayList<>(line.evidence());
            switch (line.ground()) {
                case SIMILAR_CLIENTS ->
                    chance.ifPresent(c -> evidence.addAll(List.of(
                            "chance=" + share(c.value()),
                            "chanceLow=" + share(c.low()),
                            "chanceHigh=" + share(c.high()),
                            "chanceCases=" + c.n(),
                            "chanceDays=" + PERIOD_DAYS)));
                case EXPERIENCE -> evidence.addAll(worked);
                case HOUSE_VIEW, CONVERSATION -> {}
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("ground", line.ground().name());
            entry.put("hundredths", line.hundredths());
            entry.put("evidence", evidence);
            lines.add(entry);
        }
        return RecordJson.jsonb(lines);
    }

    private static String share(double share) {
        return String.format(java.util.Locale.ROOT, "%.4f", share);
    }

    private static String band(Long employees) {
        if (employees == null) {
            return "";
        }
        return employees < 50 ? "small" : employees < 250 ? "medium" : employees < 1000 ? "large" : "very large";
    }

    /** Lines between clients, in both directions. */
    private static Map<Integer, Set<Integer>> linked(DSLContext transaction, Map<UUID, Integer> clients) {
        Map<Integer, Set<Integer>> linked = new HashMap<>();
        transaction
                .fetch("select from_id, to_id from edge where kind <> 'stakeholder'")
                .forEach(r -> {
                    Integer one = clients.get(r.get(0, UUID.class));
                    Integer other = clients.get(r.get(1, UUID.class));
                    if (one != null && other != null) {
                        linked.computeIfAbsent(one, k -> new HashSet<>()).add(other);
                        linked.computeIfAbsent(other, k -> new HashSet<>()).add(one);
                    }
                });
        return linked;
    }

    private static Known known(DSLContext transaction, Ontology ontology, LocalDate today) {
        List<UUID> clients = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        List<BestPractice.Traits> traits = new ArrayList<>();
        transaction
                .fetch(
                        "select id, coalesce(segment, ''), coalesce(lower(industry), ''), employees, coalesce(region, country, '') from client where merged_into is null order by id")
                .forEach(r -> {
                    clients.add(r.get(0, UUID.class));
                    segments.add(r.get(1, String.class));
                    traits.add(new BestPractice.Traits(
                            r.get(2, String.class), band(r.get(3, Long.class)), r.get(4, String.class)));
                });
        List<UUID> products = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<Set<String>> topics = new ArrayList<>();
        Map<UUID, Integer> families = new HashMap<>();
        List<Integer> family = new ArrayList<>();
        transaction
                .fetch(
                        "select p.id, p.name, p.parent_id from product p where not exists (select 1 from product c where c.tenant = p.tenant and c.parent_id = p.id) and p.merged_into is null order by p.id")
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
        List<ClientForecasts.Sale> sales = new ArrayList<>();
        String currency = transaction
                .fetchSingle(
                        "select currency from tenant where id = nullif(current_setting('nextbest.tenant', true), '')::uuid")
                .get(0, String.class);
        transaction
                .fetch(
                        "select client_id, product_id, coalesce(held_since, cast(occurred_at as date)), amount_minor, currency from holding"
                                + " union all select s.client_id, d.product_id, cast(d.closed_at as date), d.amount_minor, d.currency from deal d join subject s on s.tenant = d.tenant and s.id = d.subject_id"
                                + " where d.status = 'WON' and d.product_id is not null and s.client_id is not null")
                .forEach(r -> {
                    Integer client = clientNumber.get(r.get(0, UUID.class));
                    Integer product = productNumber.get(r.get(1, UUID.class));
                    if (client != null && product != null) {
                        long day = r.get(2, LocalDate.class).toEpochDay();
                        purchases.add(new Purchase(client, product, day));
                        Long minor = r.get(3, Long.class);
                        sales.add(new ClientForecasts.Sale(
                                client,
                                product,
                                day,
                                minor == null || !currency.equals(r.get(4, String.class)) ? 0 : minor));
                    }
                });
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
                        researched(transaction, today),
                        past(transaction, clientNumber, productNumber)),
                sales,
                family,
                currency,
                traits,
                linked(transaction, clientNumber));
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

    /** What research and marketing wrote about lately, and when last. */
    private static SortedMap<String, LocalDate> researched(DSLContext transaction, LocalDate today) {
        SortedMap<String, LocalDate> days = new TreeMap<>();
        transaction
                .fetch(
                        "select m.topic, cast(max(d.occurred_at) as date) from topic_mention m join document d on d.tenant = m.tenant and d.id = m.document_id"
                                + " where d.subject_id is null and d.kind in ('RESEARCH', 'MARKETING') and d.occurred_at >= cast(? as date) group by 1",
                        today.minusDays(RESEARCH_DAYS).toString())
                .forEach(r -> days.put(r.get(0, String.class), r.get(1, LocalDate.class)));
        return days;
    }

    /** The events know three stances; a positive one is a wish to sell. */
    private static HouseView.Stance stance(String word) {
        return switch (word) {
            case "POSITIVE" -> HouseView.Stance.FAVOURED;
            case "NEGATIVE" -> HouseView.Stance.WITHDRAWN;
            default -> HouseView.Stance.NEUTRAL;
        };
    }

    /** What a client or product is by now; a merge into one that was merged into the first is not possible. */
    private static UUID standing(Map<UUID, UUID> merged, UUID id) {
        UUID at = id;
        while (merged.containsKey(at)) {
            at = merged.get(at);
        }
        return at;
    }

    private static List<Past> past(DSLContext transaction, Map<UUID, Integer> clients, Map<UUID, Integer> products) {
        List<Past> past = new ArrayList<>();
        Map<UUID, UUID> merged = new HashMap<>();
        transaction
                .fetch("select id, merged_into from client where merged_into is not null union all"
                        + " select id, merged_into from product where merged_into is not null")
                .forEach(r -> merged.put(r.get(0, UUID.class), r.get(1, UUID.class)));
        transaction
                .fetch(
                        "select client_id, product_id, coalesce(nullif(client_disposition, 'NO_ANSWER'), rep_disposition), cast(coalesce(client_at, rep_at) as date)"
                                + " from product_candidate where rep_disposition in ('PRESENTED', 'KEPT_BACK') order by rep_at, id")
                .forEach(r -> {
                    Integer client = clients.get(standing(merged, r.get(0, UUID.class)));
                    Integer product = products.get(standing(merged, r.get(1, UUID.class)));
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
