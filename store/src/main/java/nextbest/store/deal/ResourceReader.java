package nextbest.store.deal;

import static nextbest.store.schema.Tables.ASSET;
import static nextbest.store.schema.Tables.RESOURCE;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import nextbest.deal.ContentAsset;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.ResourceKind;
import nextbest.fact.Fact;
import nextbest.fact.Keyed;
import nextbest.fact.Provenance;
import nextbest.identity.AssetId;
import org.jooq.DSLContext;

/** People whom a rep can ask in and documents that can be sent, the same for all deals of the organisation. */
final class ResourceReader {
    /** What 'in the next days' means: one working week. */
    private static final Duration SOON = Duration.ofDays(7);

    private final Map<ResourceKind, Integer> free;
    private final List<Item> register;
    private final Provenance by;

    /** A document and the products that it is for; none: any. */
    private record Item(ContentAsset asset, Set<UUID> products) {}

    private ResourceReader(Map<ResourceKind, Integer> free, List<Item> register, Instant asOf) {
        this.free = free;
        this.register = register;
        this.by = new Provenance("register", "", asOf);
    }

    static ResourceReader load(DSLContext transaction, UUID tenant, Instant asOf) {
        Map<ResourceKind, Integer> free = new EnumMap<>(ResourceKind.class);
        transaction
                .select(RESOURCE.KIND, RESOURCE.AVAILABLE_FROM, RESOURCE.AVAILABLE_UNTIL)
                .from(RESOURCE)
                .where(RESOURCE.TENANT.eq(tenant), RESOURCE.KNOWN_AT.le(asOf))
                .forEach(row -> Keyed.find(ResourceKind.class, row.value1()).ifPresent(kind -> {
                    boolean soon = (row.value2() == null || !row.value2().isAfter(asOf.plus(SOON)))
                            && (row.value3() == null || row.value3().isAfter(asOf));
                    free.merge(kind, soon ? 1 : 0, Integer::sum);
                }));
        List<Item> register = new ArrayList<>();
        LocalDate today = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
        transaction
                .selectFrom(ASSET)
                .where(ASSET.TENANT.eq(tenant), ASSET.KNOWN_AT.le(asOf))
                .and(ASSET.VALID_UNTIL.isNull().or(ASSET.VALID_UNTIL.ge(today)))
                .orderBy(ASSET.TITLE, ASSET.ID)
                .forEach(row -> register.add(new Item(
                        new ContentAsset(
                                new AssetId(row.getId()),
                                row.getKind(),
                                row.getTitle(),
                                row.getLink(),
                                row.getVersion() == null ? "" : row.getVersion(),
                                folded(row.getIndustries()),
                                new TreeSet<>(Arrays.asList(row.getCompetitors())),
                                new TreeSet<>(Arrays.asList(row.getTechStack()))),
                        new HashSet<>(Arrays.asList(row.getProducts())))));
        return new ResourceReader(free, register, asOf);
    }

    /** A kind of which nobody ever told us is unknown; one that is told of and away is 0. */
    void read(FactSheet facts, DealSnapshot.Builder deal) {
        Integer engineers = free.get(ResourceKind.SOLUTIONS_ENGINEER);
        Integer executives = free.get(ResourceKind.EXECUTIVE);
        if (engineers != null) {
            deal.fact(DealField.SOLUTIONS_ENGINEERS, Fact.known(engineers, by));
        }
        if (executives != null) {
            deal.fact(DealField.EXECUTIVES, Fact.known(executives, by));
        }
        if (!register.isEmpty()) {
            List<UUID> products = facts.ids("products").asOptional().orElse(List.of());
            deal.fact(
                    DealField.ASSETS,
                    Fact.known(
                            register.stream()
                                    .filter(item -> item.products().isEmpty()
                                            || products.stream().anyMatch(item.products()::contains))
                                    .map(Item::asset)
                                    .toList(),
                            by));
        }
    }

    private static SortedSet<String> folded(String[] words) {
        TreeSet<String> folded = new TreeSet<>();
        for (String word : words) {
            folded.add(word.toLowerCase(Locale.ROOT));
        }
        return folded;
    }
}
