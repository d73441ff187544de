package nextbest.deal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import nextbest.fact.Fact;
import nextbest.fact.Keyed;
import nextbest.identity.DeskId;
import nextbest.identity.RepId;
import nextbest.money.Money;
import nextbest.signal.BuyerSignal;

/**
 * One field of a {@link DealSnapshot}: its key in catalogue files and messages, and where it lies. The constants are all
 * the fields there are.
 *
 * @param <T> what the field holds when it is known
 */
public final class DealField<T> {
    public static final DealField<String> NAME =
            new DealField<>("name", deal -> deal.course().name());
    public static final DealField<Stage> STAGE =
            new DealField<>("stage", deal -> deal.course().stage());
    public static final DealField<Instant> CREATED_AT =
            new DealField<>("created-at", deal -> deal.course().createdAt());
    public static final DealField<Instant> STAGE_SINCE =
            new DealField<>("stage-since", deal -> deal.course().stageSince());
    public static final DealField<LocalDate> CLOSE_DATE =
            new DealField<>("close-date", deal -> deal.course().closeDate());
    public static final DealField<LocalDate> PROPOSED_CLOSE_DATE =
            new DealField<>("proposed-close-date", deal -> deal.course().proposedCloseDate());
    public static final DealField<Money> AMOUNT =
            new DealField<>("amount", deal -> deal.amounts().amount());
    public static final DealField<Integer> DISCOUNT_ASKED =
            new DealField<>("discount-asked", deal -> deal.amounts().discountAsked());
    public static final DealField<List<Activity>> ACTIVITIES =
            new DealField<>("activities", deal -> deal.engagement().activities());
    public static final DealField<Instant> LAST_TOUCH =
            new DealField<>("last-touch", deal -> deal.engagement().lastTouch());
    public static final DealField<EngagementLevel> ENGAGEMENT_LEVEL =
            new DealField<>("engagement-level", deal -> deal.engagement().level());
    public static final DealField<EngagementTrend> ENGAGEMENT_TREND =
            new DealField<>("engagement-trend", deal -> deal.engagement().trend());
    public static final DealField<Meeting> NEXT_MEETING =
            new DealField<>("next-meeting", deal -> deal.engagement().nextMeeting());
    public static final DealField<List<BuyerSignal>> SIGNALS = new DealField<>("signals", deal -> deal.signals());
    public static final DealField<List<PainPoint>> PAIN_POINTS =
            new DealField<>("pain-points", deal -> deal.needs().painPoints());
    public static final DealField<List<String>> FEATURES =
            new DealField<>("features", deal -> deal.needs().features());
    public static final DealField<List<String>> TECH_STACK =
            new DealField<>("tech-stack", deal -> deal.needs().techStack());
    public static final DealField<List<Offering>> PRODUCTS =
            new DealField<>("products", deal -> deal.needs().products());
    public static final DealField<List<Objection>> OPEN_OBJECTIONS =
            new DealField<>("open-objections", deal -> deal.needs().openObjections());
    public static final DealField<List<ProductInterest>> INTERESTS =
            new DealField<>("interests", deal -> deal.needs().interests());
    public static final DealField<List<Stakeholder>> STAKEHOLDERS =
            new DealField<>("stakeholders", deal -> deal.buyers().stakeholders());
    public static final DealField<List<Competitor>> COMPETITORS =
            new DealField<>("competitors", deal -> deal.buyers().competitors());
    public static final DealField<BudgetState> BUDGET =
            new DealField<>("budget", deal -> deal.qualification().budget());
    public static final DealField<TimelineState> TIMELINE =
            new DealField<>("timeline", deal -> deal.qualification().timeline());
    public static final DealField<DecisionProcessState> DECISION_PROCESS =
            new DealField<>("decision-process", deal -> deal.qualification().decisionProcess());
    public static final DealField<ReviewState> TECHNICAL_REVIEW =
            new DealField<>("technical-review", deal -> deal.qualification().technicalReview());
    public static final DealField<ReviewState> SECURITY_REVIEW =
            new DealField<>("security-review", deal -> deal.qualification().securityReview());
    public static final DealField<ContractState> CONTRACT =
            new DealField<>("contract", deal -> deal.qualification().contract());
    public static final DealField<ReviewState> LEGAL_REVIEW =
            new DealField<>("legal-review", deal -> deal.qualification().legalReview());
    public static final DealField<DiscountState> DISCOUNT =
            new DealField<>("discount", deal -> deal.qualification().discount());
    public static final DealField<Instant> DEMO_HELD_AT =
            new DealField<>("demo-held-at", deal -> deal.qualification().demoHeldAt());
    public static final DealField<String> COMPANY_NAME =
            new DealField<>("company-name", deal -> deal.company().name());
    public static final DealField<String> INDUSTRY =
            new DealField<>("industry", deal -> deal.company().industry());
    public static final DealField<Integer> EMPLOYEES =
            new DealField<>("employees", deal -> deal.company().employees());
    public static final DealField<SizeBand> COMPANY_SIZE =
            new DealField<>("company-size", deal -> deal.company().size());
    public static final DealField<String> REGION =
            new DealField<>("region", deal -> deal.company().region());
    public static final DealField<List<Attempt>> ATTEMPTS = new DealField<>("attempts", deal -> deal.attempts());
    public static final DealField<RepId> REP =
            new DealField<>("rep", deal -> deal.rep().rep());
    public static final DealField<String> REP_NAME =
            new DealField<>("rep-name", deal -> deal.rep().name());
    public static final DealField<SortedSet<String>> REP_SKILLS =
            new DealField<>("rep-skills", deal -> deal.rep().skills());
    public static final DealField<ZoneId> REP_ZONE =
            new DealField<>("rep-zone", deal -> deal.rep().zone());
    public static final DealField<WorkingHours> REP_HOURS =
            new DealField<>("rep-hours", deal -> deal.rep().hours());
    public static final DealField<List<Absence>> REP_ABSENCES =
            new DealField<>("rep-absences", deal -> deal.rep().absences());
    public static final DealField<Integer> REP_CAPACITY =
            new DealField<>("rep-capacity", deal -> deal.rep().capacityMinutes());
    public static final DealField<RepId> MANAGER =
            new DealField<>("manager", deal -> deal.rep().manager());
    public static final DealField<String> MANAGER_NAME =
            new DealField<>("manager-name", deal -> deal.rep().managerName());
    public static final DealField<DeskId> DESK =
            new DealField<>("desk", deal -> deal.rep().desk());
    public static final DealField<LocalDate> REP_SINCE =
            new DealField<>("rep-since", deal -> deal.rep().since());
    public static final DealField<Integer> SOLUTIONS_ENGINEERS =
            new DealField<>("solutions-engineers", deal -> deal.resources().solutionsEngineersFree());
    public static final DealField<Integer> EXECUTIVES =
            new DealField<>("executives", deal -> deal.resources().executivesFree());
    public static final DealField<List<ContentAsset>> ASSETS =
            new DealField<>("assets", deal -> deal.resources().assets());

    private static final SortedMap<String, DealField<?>> BY_KEY = index(List.of(
            NAME,
            STAGE,
            CREATED_AT,
            STAGE_SINCE,
            CLOSE_DATE,
            PROPOSED_CLOSE_DATE,
            AMOUNT,
            DISCOUNT_ASKED,
            ACTIVITIES,
            LAST_TOUCH,
            ENGAGEMENT_LEVEL,
            ENGAGEMENT_TREND,
            NEXT_MEETING,
            SIGNALS,
            PAIN_POINTS,
            FEATURES,
            TECH_STACK,
            PRODUCTS,
            OPEN_OBJECTIONS,
            INTERESTS,
            STAKEHOLDERS,
            COMPETITORS,
            BUDGET,
            TIMELINE,
            DECISION_PROCESS,
            TECHNICAL_REVIEW,
            SECURITY_REVIEW,
            CONTRACT,
            LEGAL_REVIEW,
            DISCOUNT,
            DEMO_HELD_AT,
            COMPANY_NAME,
            INDUSTRY,
            EMPLOYEES,
            COMPANY_SIZE,
            REGION,
            ATTEMPTS,
            REP,
            REP_NAME,
            REP_SKILLS,
            REP_ZONE,
            REP_HOURS,
            REP_ABSENCES,
            REP_CAPACITY,
            MANAGER,
            MANAGER_NAME,
            DESK,
            REP_SINCE,
            SOLUTIONS_ENGINEERS,
            EXECUTIVES,
            ASSETS));

    private final String key;
    private final Function<DealSnapshot, Fact<T>> reading;

    private DealField(String key, Function<DealSnapshot, Fact<T>> reading) {
        this.key = key;
        this.reading = reading;
    }

    /** All fields by key, in the order of the keys. */
    public static SortedMap<String, DealField<?>> all() {
        return BY_KEY;
    }

    public static Optional<DealField<?>> find(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** Lower case with hyphens, for example {@code pain-points}. */
    public String key() {
        return key;
    }

    /** What the snapshot knows of this field. */
    public Fact<T> in(DealSnapshot deal) {
        return reading.apply(Objects.requireNonNull(deal, "deal"));
    }

    /**
     * The known value as text, the way a catalogue file writes it: an enum by its key, a flag as {@code yes} or {@code
     * no}, a stage by its kind, anything else by its text. Empty if the value is absent or unknown.
     */
    public Optional<String> text(DealSnapshot deal) {
        return in(deal).asOptional().map(DealField::textOf);
    }

    /** How many there are, for a field that holds several; 0 if they are known to be absent; empty if unknown. */
    public Optional<Integer> count(DealSnapshot deal) {
        return switch (in(deal)) {
            case Fact.Known<T> known -> Optional.of(known.value() instanceof Collection<?> many ? many.size() : 1);
            case Fact.Absent<T> ignored -> Optional.of(0);
            case Fact.Unknown<T> ignored -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return key;
    }

    private static String textOf(Object value) {
        if (value instanceof Stage stage) {
            return stage.kind().key();
        }
        if (value instanceof Keyed keyed) {
            return keyed.key();
        }
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        if (value instanceof Collection<?> many) {
            return many.stream().map(DealField::textOf).collect(Collectors.joining(", "));
        }
        return value.toString();
    }

    private static SortedMap<String, DealField<?>> index(List<DealField<?>> fields) {
        SortedMap<String, DealField<?>> byKey = new TreeMap<>();
        for (DealField<?> field : fields) {
            if (byKey.put(field.key, field) != null) {
                throw new IllegalStateException("two fields of a deal have the key " + field.key);
            }
        }
        return Collections.unmodifiableSortedMap(byKey);
    }
}
