package nextbest.store.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.catalogue.Category;
import nextbest.deal.DealSnapshot;
import nextbest.deal.StageKind;
import nextbest.engine.EffectEvidence;
import nextbest.engine.EffectEvidence.ActionEffect;
import nextbest.engine.EffectEvidence.Rate;
import nextbest.identity.TenantId;
import nextbest.learning.statistics.ShareTree;
import nextbest.learning.statistics.StableHash;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;

/**
 * Looks up the learned numbers for one deal, as they were known at the moment of its snapshot.
 *
 * <p>Two sources are kept apart: <b>our own log</b> of recommendations and what came of them, and <b>past deals</b> in which
 * an activity carried out an action of the catalogue. Of a recommendation that was carried out only the log counts. How often
 * deals moved on is the sum of both; where they contradict each other clearly (two-sided p below 1 %), only our own log
 * counts, because what a CRM records under a name is not always what we would call so. Contrasts come from past deals.
 *
 * <p>The log is read anew when the last reading is older than {@link #LOOK_AGAIN}, or ten times what reading it took if that
 * is more; contrasts, which take longer, when the last ones are twenty times as old as they took.
 */
public final class EvidenceReader {
    /** How long a reading of the log is used. */
    public static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    /** Contrasts are worked out anew when deals have changed or a day has passed, but so that it takes a twentieth of the time. */
    private static final int CONTRASTS_SHARE = 20;

    private static final List<String> ADVANCE_LEVELS =
            List.of("all", "category", "action", "action-stage", "action-stage-segment");
    private static final List<String> ACCEPTANCE_LEVELS = List.of("all", "action", "action-rep");
    private static final int ACTION = 2;
    private static final int ACTION_REP = 2;
    /** A node of fewer cases leaves the word to the one above. */
    private static final long ENOUGH_CASES = 10;
    /** Two-sided 1 % of the standard normal distribution. */
    private static final double CLEARLY = 2.576;

    private static final long LIVE_WITHIN = Duration.ofDays(1).toSeconds();
    private static final long DAY = Duration.ofDays(1).toSeconds();

    private final Database database;
    private final History history;
    private final BusinessTime time;
    private final Categories categories;
    private final Map<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();

    /** Says what an action is for. */
    public interface Categories {
        /** Empty for an action that the organisation's catalogue does not have. */
        Optional<Category> of(TenantId tenant, String action);
    }

    public EvidenceReader(Database database, History history, BusinessTime time, Categories categories) {
        this.database = Objects.requireNonNull(database, "database");
        this.history = Objects.requireNonNull(history, "history");
        this.time = Objects.requireNonNull(time, "time");
        this.categories = Objects.requireNonNull(categories, "categories");
    }

    /**
     * The evidence for a decision about this deal. An action without an entry has no history; a deal whose stage is not known
     * gets no numbers of actions.
     */
    public EffectEvidence read(TenantId tenant, DealSnapshot deal) {
        History.State past = history.state(tenant);
        Reading reading = of(tenant).reading(tenant, past, deal.asOf());
        List<EffectEvidence.SimilarDeals> similar =
                history.similar(past, deal).map(List::of).orElse(List.of());
        return new EffectEvidence(
                version(past.deals().fingerprint(), reading.fingerprint()), actions(reading, deal), similar);
    }

    private static String version(long deals, long numbers) {
        return HexFormat.of().toHexDigits(deals) + "-" + HexFormat.of().toHexDigits(numbers);
    }

    private static SortedMap<String, ActionEffect> actions(Reading reading, DealSnapshot deal) {
        SortedMap<String, ActionEffect> actions = new TreeMap<>();
        Optional<StageKind> kind = deal.stageKind().filter(StageKind::isOpen);
        if (kind.isEmpty()) {
            return actions;
        }
        String segment = Segments.of(deal);
        Optional<String> rep = deal.rep().rep().asOptional().map(Object::toString);
        for (String action : reading.actions()) {
            ActionEffect effect = new ActionEffect(
                    reading.advanced(action, kind.get(), segment),
                    reading.past().moreOften(action, kind.get()).map(List::of).orElse(List.of()),
                    reading.past().faster(action, kind.get()).map(List::of).orElse(List.of()),
                    rep.map(id -> reading.accepted(action, id)).orElse(List.of()));
            if (!effect.equals(new ActionEffect(List.of(), List.of(), List.of(), List.of()))) {
                actions.put(action, effect);
            }
        }
        return actions;
    }

    private OfTenant of(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, id -> new OfTenant());
    }

    /** What was read, ready to be looked up; estimates are worked out once. */
    private static final class Reading {
        private final PastActions past;
        private final ShareTree advances;
        private final ShareTree acceptances;
        private final Map<String, String> categoryOf;
        private final List<String> actions;
        private final long fingerprint;
        private final Map<List<String>, List<Rate>> known = new ConcurrentHashMap<>();

        Reading(
                PastActions past,
                ShareTree advances,
                ShareTree acceptances,
                Map<String, String> categoryOf,
                List<String> actions,
                long fingerprint) {
            this.past = past;
            this.advances = advances;
            this.acceptances = acceptances;
            this.categoryOf = categoryOf;
            this.actions = actions;
            this.fingerprint = fingerprint;
        }

        PastActions past() {
            return past;
        }

        List<String> actions() {
            return actions;
        }

        long fingerprint() {
            return fingerprint;
        }

        List<Rate> advanced(String action, StageKind kind, String segment) {
            return known.computeIfAbsent(
                    List.of(categoryOf.get(action), action, kind.name(), segment),
                    path -> rate(advances.at(path, ENOUGH_CASES, ACTION)));
        }

        List<Rate> accepted(String action, String rep) {
            return known.computeIfAbsent(List.of(action, rep), path -> rate(acceptances.at(path, 1, ACTION_REP)));
        }

        private static List<Rate> rate(Optional<ShareTree.Estimate> estimate) {
            return estimate.map(e -> new Rate(e.n(), e.successes(), e.mean(), e.low(), e.high(), e.shrunkTo())).stream()
                    .toList();
        }
    }

    private final class OfTenant {
        private final Map<Long, Logged> logs = new HashMap<>();
        private Compared compared;
        private Reading reading;

        /** The log of one cut-off month, and when it was read. */
        private record Logged(ActionLog log, Instant readAt, Duration took) {}

        private record Compared(PastActions actions, long deals, long day, Instant readAt, Duration took) {}

        synchronized Reading reading(TenantId tenant, History.State state, Instant asOf) {
            Instant now = time.realNow();
            Logged log = log(tenant, asOf, now);
            Compared past = compared(state, asOf, now);
            if (reading == null || reading.fingerprint() != fingerprint(log.log(), past)) {
                reading = put(tenant, log.log(), past);
            }
            return reading;
        }

        private static long fingerprint(ActionLog log, Compared past) {
            return StableHash.mix(log.fingerprint(), StableHash.mix(past.deals(), past.day()));
        }

        private Logged log(TenantId tenant, Instant asOf, Instant now) {
            boolean live = asOf.getEpochSecond() >= time.now().getEpochSecond() - LIVE_WITHIN;
            // months are told apart by their number; all there is has none
            long cut = live ? Long.MAX_VALUE : asOf.getEpochSecond() / DAY;
            Logged before = logs.get(cut);
            if (before != null) {
                Duration stands = before.took().multipliedBy(10);
                Duration age = Duration.between(before.readAt(), now);
                boolean young = age.compareTo(LOOK_AGAIN) < 0 || age.compareTo(stands) < 0;
                if (young && !standsStill(age)) {
                    return before;
                }
            }
            ActionLog log = database.inTenant(
                    tenant,
                    transaction -> ActionLog.load(
                            transaction, tenant.value(), live ? Optional.empty() : Optional.of(asOf), asOf));
            Logged fresh = new Logged(log, now, Duration.between(now, time.realNow()));
            if (logs.size() > 8) {
                logs.clear();
            }
            logs.put(cut, fresh);
            return fresh;
        }

        private Compared compared(History.State state, Instant asOf, Instant now) {
            long day = Math.floorDiv(asOf.getEpochSecond(), DAY);
            Compared before = compared;
            if (before != null) {
                Duration age = Duration.between(before.readAt(), now);
                boolean young = age.compareTo(before.took().multipliedBy(CONTRASTS_SHARE)) < 0 && !standsStill(age);
                boolean unchanged =
                        before.day() == day && before.deals() == state.deals().fingerprint();
                // what is used must not be of a later day than the deal's
                if (unchanged || (young && before.day() <= day)) {
                    return before;
                }
            }
            PastActions actions = new PastActions(state.deals(), day * DAY);
            compared =
                    new Compared(actions, state.deals().fingerprint(), day, now, Duration.between(now, time.realNow()));
            return compared;
        }

        /** On a clock that does not move nothing ever gets old: then everything is looked at each time. */
        private static boolean standsStill(Duration age) {
            return age.isZero();
        }

        private Reading put(TenantId tenant, ActionLog log, Compared past) {
            List<ShareTree.Leaf> advances = new ArrayList<>();
            Map<String, String> categoryOf = new HashMap<>();
            TreeSet<String> actions = new TreeSet<>(past.actions().actions());
            log.advances().forEach(a -> actions.add(a.action()));
            log.acceptances().forEach(a -> actions.add(a.action()));
            actions.forEach(action -> categoryOf.put(
                    action, categories.of(tenant, action).map(Category::key).orElse("other")));
            Map<String, Advances> own = sums(log.advances());
            Map<String, Advances> seen = sums(past.actions().advances());
            log.advances().forEach(a -> advances.add(leaf(a, categoryOf)));
            past.actions().advances().stream()
                    .filter(a -> !contradict(own.get(a.action()), seen.get(a.action())))
                    .forEach(a -> advances.add(leaf(a, categoryOf)));
            List<ShareTree.Leaf> acceptances = log.acceptances().stream()
                    .map(a -> new ShareTree.Leaf(
                            a.n(), a.accepted(), List.of(a.action(), a.rep().toString())))
                    .toList();
            return new Reading(
                    past.actions(),
                    ShareTree.of(ADVANCE_LEVELS, advances),
                    ShareTree.of(ACCEPTANCE_LEVELS, acceptances),
                    categoryOf,
                    List.copyOf(actions),
                    fingerprint(log, past));
        }
    }

    private record Advances(long n, long advanced) {
        static Advances plus(Advances a, Advances b) {
            return new Advances(a.n() + b.n(), a.advanced() + b.advanced());
        }
    }

    private static Map<String, Advances> sums(List<ActionLog.Advance> advances) {
        Map<String, Advances> sums = new HashMap<>();
        advances.forEach(a -> sums.merge(a.action(), new Advances(a.n(), a.advanced()), Advances::plus));
        return sums;
    }

    /** Whether two shares differ clearly: the z-test for two proportions with pooled variance. */
    private static boolean contradict(Advances own, Advances seen) {
        if (own == null || own.n() < WithAndWithout.ENOUGH || seen.n() == 0) {
            return false;
        }
        double pooled = (double) (own.advanced() + seen.advanced()) / (own.n() + seen.n());
        double variance = pooled * (1 - pooled) * (1.0 / own.n() + 1.0 / seen.n());
        double difference = (double) own.advanced() / own.n() - (double) seen.advanced() / seen.n();
        return variance > 0 && Math.abs(difference) / Math.sqrt(variance) > CLEARLY;
    }

    private static ShareTree.Leaf leaf(ActionLog.Advance a, Map<String, String> categoryOf) {
        return new ShareTree.Leaf(
                a.n(), a.advanced(), List.of(categoryOf.get(a.action()), a.action(), a.stageKind(), a.segment()));
    }
}
