package nextbest.store.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import nextbest.catalogue.Catalogue;
import nextbest.deal.DealSnapshot;
import nextbest.engine.LearnedValues;
import nextbest.identity.TenantId;
import nextbest.model.DealContext;
import nextbest.model.LiveModel;
import nextbest.model.ModelParameters;
import nextbest.model.ProductNews;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;

/**
 * The models that decide now, one per organisation, each with all that it has learned. Before a decision it asks the database
 * what has changed since it last asked; it asks again when the last answer is older than {@link #LOOK_AGAIN}, or ten times
 * what taking it in took if that is more.
 */
public final class LiveModels {
    /** How long a reading is used. */
    public static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    /** A decision about a deal as it was longer ago than this is no present one: the model of then is not kept. */
    private static final Duration PRESENT = Duration.ofDays(1);

    private final Database database;
    private final BusinessTime time;
    private final Function<TenantId, Catalogue> catalogue;
    private final Map<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();

    public LiveModels(Database database, BusinessTime time, Function<TenantId, Catalogue> catalogue) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
    }

    /**
     * What the champion says of a deal; nothing while the model is switched off, while it has no examples, and for a deal as
     * it was in the past.
     */
    public LearnedValues values(TenantId tenant, DealSnapshot deal) {
        if (deal.asOf().isBefore(time.now().minus(PRESENT))) {
            return LearnedValues.none();
        }
        return tenants.computeIfAbsent(tenant, OfTenant::new).values(DealContext.of(deal, deal.asOf()));
    }

    /**
     * A version that decides in the shadow.
     *
     * @param values what it says of a deal
     */
    public record Challenger(UUID id, LearnedValues values) {}

    /** What the challenger says of a deal; empty if there is none. */
    public Optional<Challenger> challenger(TenantId tenant, DealSnapshot deal) {
        if (deal.asOf().isBefore(time.now().minus(PRESENT))) {
            return Optional.empty();
        }
        return tenants.computeIfAbsent(tenant, OfTenant::new).challenger(DealContext.of(deal, deal.asOf()));
    }

    private final class OfTenant {
        private final TenantId tenant;
        private Optional<ModelVersion> challenging = Optional.empty();
        private LiveModel challenger;
        private Optional<ModelVersion> version = Optional.empty();
        private boolean off;
        private LiveModel champion;
        private Catalogue known;
        private List<ProductNews> news = List.of();
        private long mark;
        private Instant lookedAt;
        private Duration took = Duration.ZERO;

        OfTenant(TenantId tenant) {
            this.tenant = tenant;
        }

        synchronized LearnedValues values(double[] context) {
            look();
            return off ? LearnedValues.none() : champion.values(context);
        }

        synchronized Optional<Challenger> challenger(double[] context) {
            look();
            return challenging.map(v -> new Challenger(v.id(), challenger.values(context)));
        }

        private void look() {
            Instant now = time.realNow();
            if (lookedAt != null && isYoung(Duration.between(lookedAt, now))) {
                return;
            }
            Catalogue current = catalogue.apply(tenant);
            Examples.Changes changes = database.inTenant(tenant, transaction -> {
                off = Models.position(transaction, tenant).map(ModelSwitch::off).orElse(false);
                Optional<ModelVersion> latest = Models.inState(transaction, tenant, ModelVersion.State.CHAMPION);
                Optional<ModelVersion> rival = Models.inState(transaction, tenant, ModelVersion.State.CHALLENGER);
                List<ProductNews> told = NewsBook.news(transaction, tenant);
                if (champion == null
                        || !told.equals(news)
                        || !latest.equals(version)
                        || !rival.equals(challenging)
                        || !current.equals(known)) {
                    start(latest, rival, current, told);
                }
                return Examples.since(transaction, tenant, mark);
            });
            int month = Examples.month(LocalDate.ofInstant(time.now(), ZoneOffset.UTC));
            changes.examples().forEach(champion::accept);
            champion.refresh(month);
            if (challenging.isPresent()) {
                changes.examples().forEach(challenger::accept);
                challenger.refresh(month);
            }
            mark = changes.mark();
            lookedAt = now;
            took = Duration.between(now, time.realNow());
        }

        private void start(
                Optional<ModelVersion> latest,
                Optional<ModelVersion> rival,
                Catalogue current,
                List<ProductNews> told) {
            news = told;
            champion = latest.map(v -> model(v, current))
                    .orElseGet(() -> new LiveModel("0", ModelParameters.beforeTraining(), current, told));
            challenger = rival.map(v -> model(v, current)).orElse(null);
            challenging = rival;
            version = latest;
            known = current;
            mark = 0;
        }

        private LiveModel model(ModelVersion version, Catalogue current) {
            return new LiveModel(Integer.toString(version.number()), version.parameters(), current, news);
        }

        /** On a clock that does not move nothing ever gets old: then everything is looked at each time. */
        private boolean isYoung(Duration age) {
            return !age.isZero() && (age.compareTo(LOOK_AGAIN) < 0 || age.compareTo(took.multipliedBy(10)) < 0);
        }
    }
}
