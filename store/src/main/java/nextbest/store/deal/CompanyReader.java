package nextbest.store.deal;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.deal.DealField;
import nextbest.deal.DealSnapshot;
import nextbest.deal.SizeBand;
import nextbest.fact.Fact;
import nextbest.fact.Keyed;
import nextbest.fact.Provenance;
import org.jooq.DSLContext;

/** The buyer's company, from the client that the deal names. */
final class CompanyReader {
    private final Map<UUID, EntityRows.Client> clients;

    private CompanyReader(Map<UUID, EntityRows.Client> clients) {
        this.clients = clients;
    }

    static CompanyReader load(DSLContext transaction, UUID tenant, UUID[] clientIds, Instant asOf) {
        return new CompanyReader(EntityRows.clients(transaction, tenant, clientIds, asOf));
    }

    void read(FactSheet facts, DealSnapshot.Builder deal) {
        EntityRows.Client client =
                facts.id("client").asOptional().map(clients::get).orElse(null);
        if (client == null) {
            return;
        }
        Provenance by = client.by();
        deal.fact(DealField.COMPANY_NAME, fact(client.name(), by))
                .fact(DealField.INDUSTRY, fact(folded(client.industry()), by))
                .fact(DealField.REGION, fact(client.region() != null ? client.region() : client.country(), by))
                .fact(DealField.EMPLOYEES, fact(employees(client), by))
                .fact(DealField.COMPANY_SIZE, size(client));
    }

    /** The band that the source names as the client's segment, else that of the number of employees. */
    private static Fact<SizeBand> size(EntityRows.Client client) {
        Optional<SizeBand> named = Optional.ofNullable(client.segment())
                .flatMap(segment -> Keyed.find(SizeBand.class, segment.strip().toLowerCase(Locale.ROOT)));
        Integer employees = employees(client);
        return named.or(() -> Optional.ofNullable(employees).map(SizeBand::of))
                .map(band -> Fact.known(band, client.by()))
                .orElseGet(Fact::unknown);
    }

    private static Integer employees(EntityRows.Client client) {
        return client.employees() == null
                ? null
                : Integer.valueOf(
                        (int) Math.min(Integer.MAX_VALUE, client.employees().longValue()));
    }

    private static String folded(String text) {
        return text == null ? null : text.strip().toLowerCase(Locale.ROOT);
    }

    private static <T> Fact<T> fact(T value, Provenance by) {
        return value == null ? Fact.unknown() : Fact.known(value, by);
    }
}
