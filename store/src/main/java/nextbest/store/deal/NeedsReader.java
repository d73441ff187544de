package nextbest.store.deal;

import static nextbest.store.schema.Tables.PRODUCT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import nextbest.deal.BudgetState;
import nextbest.deal.Competitor;
import nextbest.deal.ContractState;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.DecisionProcessState;
import nextbest.deal.DiscountState;
import nextbest.deal.Objection;
import nextbest.deal.Offering;
import nextbest.deal.PainPoint;
import nextbest.deal.ReviewState;
import nextbest.deal.TimelineState;
import nextbest.fact.Fact;
import nextbest.fact.Provenance;
import nextbest.identity.ContactId;
import nextbest.identity.ProductId;
import nextbest.signal.BuyerSignal;
import nextbest.signal.SignalType;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * What the buyer wants, what stands in the way, and how far the deal is. A list that a source states replaces what was
 * known of it before; buyer signals that came later add to it.
 */
final class NeedsReader {
    private final Map<UUID, Offering> products;

    private NeedsReader(Map<UUID, Offering> products) {
        this.products = products;
    }

    static NeedsReader load(DSLContext transaction, UUID tenant, UUID[] productIds) {
        Map<UUID, Offering> products = new HashMap<>();
        if (productIds.length == 0) {
            return new NeedsReader(products);
        }
        var family = PRODUCT.as("family");
        transaction
                .select(PRODUCT.ID, PRODUCT.NAME, family.NAME)
                .from(PRODUCT)
                .leftJoin(family)
                .on(family.TENANT.eq(PRODUCT.TENANT), family.ID.eq(PRODUCT.PARENT_ID))
                .where(PRODUCT.TENANT.eq(tenant), PRODUCT.ID.eq(DSL.any(productIds)))
                .forEach(row -> products.put(
                        row.value1(),
                        new Offering(
                                new ProductId(row.value1()), row.value2(), row.value3() == null ? "" : row.value3())));
        return new NeedsReader(products);
    }

    void read(FactSheet facts, Marks marks, DealSnapshot.Builder deal) {
        deal.fact(
                        DealField.PRODUCTS,
                        facts.ids("products")
                                .map(ids -> ids.stream()
                                        .map(products::get)
                                        .filter(java.util.Objects::nonNull)
                                        .toList()))
                .fact(DealField.TECH_STACK, facts.words("techStack"))
                .fact(DealField.FEATURES, features(facts, marks))
                .fact(DealField.PAIN_POINTS, painPoints(facts, marks))
                .fact(DealField.OPEN_OBJECTIONS, objections(facts, marks))
                .fact(DealField.COMPETITORS, competitors(facts, marks))
                .fact(
                        DealField.DISCOUNT_ASKED,
                        facts.read("discountRequested", BigDecimal.class)
                                .map(percent -> percent.setScale(0, RoundingMode.HALF_UP)
                                        .intValueExact()))
                .fact(DealField.BUDGET, facts.key("budget", BudgetState.class))
                .fact(DealField.TIMELINE, facts.key("timeline", TimelineState.class))
                .fact(DealField.DECISION_PROCESS, facts.key("decisionProcess", DecisionProcessState.class))
                .fact(DealField.TECHNICAL_REVIEW, facts.key("technicalReview", ReviewState.class))
                .fact(DealField.SECURITY_REVIEW, facts.key("securityReview", ReviewState.class))
                .fact(DealField.CONTRACT, facts.key("contract", ContractState.class))
                .fact(DealField.LEGAL_REVIEW, facts.key("legalReview", ReviewState.class))
                .fact(DealField.DISCOUNT, facts.key("discount", DiscountState.class));
    }

    private static Fact<List<String>> features(FactSheet facts, Marks marks) {
        return joined(
                facts.words("featuresOfInterest"),
                marks,
                SignalType.FEATURE_INTEREST,
                (text, signal) -> text,
                Comparator.comparing(text -> 0));
    }

    private static Fact<List<PainPoint>> painPoints(FactSheet facts, Marks marks) {
        return joined(
                facts.words("painPoints"),
                marks,
                SignalType.PAIN_POINT_MENTIONED,
                (text, origin) -> new PainPoint(text, tags(origin), origin.contacts(), origin.at()),
                Comparator.comparing(PainPoint::at).reversed());
    }

    private static Fact<List<Objection>> objections(FactSheet facts, Marks marks) {
        return joined(
                facts.words("openObjections"),
                marks,
                SignalType.OBJECTION_RAISED,
                (text, origin) -> new Objection(text.toLowerCase(Locale.ROOT), text, origin.contacts(), origin.at()),
                Comparator.comparing(Objection::at).reversed());
    }

    private static Fact<List<Competitor>> competitors(FactSheet facts, Marks marks) {
        return joined(
                facts.words("competitors"),
                marks,
                SignalType.COMPETITOR_MENTIONED,
                (text, origin) -> new Competitor(text, origin.at()),
                Comparator.comparing(Competitor::at).reversed());
    }

    /** A pain point is about what its topic names; a text alone is not sorted into topics here. */
    private static SortedSet<String> tags(Origin origin) {
        TreeSet<String> tags = new TreeSet<>();
        if (!origin.topic().isBlank()) {
            tags.add(origin.topic().strip().toLowerCase(Locale.ROOT));
        }
        return tags;
    }

    /** Where one entry of a list comes from. */
    private record Origin(Instant at, List<ContactId> contacts, String topic) {}

    /**
     * The stated list, and what later signals of the type name: their topic, or where they name none, the buyer's words. An
     * entry that comes up again, in whatever case, is the same entry of a later time.
     */
    private static <T> Fact<List<T>> joined(
            Fact<List<String>> stated,
            Marks marks,
            SignalType type,
            BiFunction<String, Origin, T> form,
            Comparator<T> order) {
        Instant since = stated.source().map(Provenance::at).orElse(Instant.MIN);
        List<BuyerSignal> later = marks.signals().stream()
                .filter(signal -> signal.type() == type && signal.at().isAfter(since))
                .filter(signal -> !text(signal).isBlank())
                .toList();
        if (later.isEmpty()) {
            return stated.map(texts -> list(new LinkedHashMap<>(), texts, since, form, order));
        }
        Map<String, T> entries = new LinkedHashMap<>();
        for (BuyerSignal signal : later) {
            String text = text(signal);
            entries.putIfAbsent(
                    text.toLowerCase(Locale.ROOT),
                    form.apply(text, new Origin(signal.at(), signal.contacts(), signal.topic())));
        }
        List<T> all = list(entries, stated.asOptional().orElse(List.of()), since, form, order);
        return Fact.known(all, later.getFirst().provenance());
    }

    private static <T> List<T> list(
            Map<String, T> entries,
            List<String> texts,
            Instant at,
            BiFunction<String, Origin, T> form,
            Comparator<T> order) {
        for (String text : texts) {
            if (!text.isBlank()) {
                entries.computeIfAbsent(
                        text.strip().toLowerCase(Locale.ROOT),
                        key -> form.apply(text.strip(), new Origin(at, List.of(), "")));
            }
        }
        List<T> sorted = new ArrayList<>(entries.values());
        sorted.sort(order);
        return sorted;
    }

    private static String text(BuyerSignal signal) {
        return Optional.of(signal.topic())
                .filter(topic -> !topic.isBlank())
                .orElse(signal.quote())
                .strip();
    }
}
