package nextbest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nextbest.deal.StageKind;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was planted can be found in the events, and nothing else can.
 *
 * <p>Buyers decide once per working day, so the generated past is person-time: per stratum (size of the client, other
 * planted effects at work) the days with and without the effect at work, and on how many of them the deal moved on. The
 * ratio of the two rates is estimated by Mantel and Haenszel, the variance of its logarithm by Greenland and Robins (1985).
 * A ratio is taken as different from a value where its logarithm is more than 3.5 standard errors away: by the normal
 * approximation that is less than 1 in 2,000 by chance, for all 15 cases together less than 1 in 100.
 */
class PlantedEffectTest {
    private static final Instant NOW = Instant.parse("2026-03-04T09:00:00Z");
    private static final double FAR = 3.5;
    /** Larger than the demo itself, so that the ratios are narrow. */
    private static final DemoSize SIZE = new DemoSize(8, 60, 3_000, 0, 0);

    private static final List<Visit> VISITS = visits();

    /**
     * A deal in a stage, by working days since the deal began.
     *
     * @param entered the first decision is on the day after
     * @param left the day of the last decision
     * @param done the first day of each action
     * @param heard the first day of each signal
     */
    private record Visit(
            StageKind stage,
            String size,
            int entered,
            int left,
            boolean advanced,
            Map<String, Integer> done,
            Map<String, Integer> heard) {
        /** The first day on which the action is at work; empty if it never is. */
        Optional<Integer> worksFrom(String action, Optional<String> after) {
            return Optional.ofNullable(done.get(action))
                    .filter(day -> after.map(heard::get)
                            .map(heardOn -> heardOn != null && heardOn <= day)
                            .orElse(after.isEmpty()));
        }
    }

    private record Ratio(double log, double error) {
        boolean isFarFrom(double ratio) {
            return Math.abs(log - Math.log(ratio)) > FAR * error;
        }
    }

    static List<PlantedEffect> effects() {
        return PlantedEffect.all();
    }

    static List<String> idle() {
        return PlantedEffect.withoutEffect();
    }

    @ParameterizedTest
    @MethodSource("effects")
    void plantedEffectIsInTheHistory(PlantedEffect effect) {
        Ratio ratio = ratio(effect.action(), effect.stage(), effect.after().map(signal -> signal.key()));
        assertThat(ratio.isFarFrom(1)).as("differs from no effect: %s", ratio).isTrue();
        assertThat(ratio.isFarFrom(effect.advance()))
                .as("differs from what was planted: %s", ratio)
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("idle")
    void otherActionsDoNothing(String action) {
        Set<StageKind> stages = new HashSet<>();
        Habit.all().stream().filter(habit -> habit.action().equals(action)).forEach(habit -> stages.add(habit.stage()));
        assertThat(stages).isNotEmpty();
        for (StageKind stage : stages) {
            Ratio ratio = ratio(action, stage, Optional.empty());
            assertThat(ratio.isFarFrom(1)).as("%s: %s", stage, ratio).isFalse();
        }
    }

    /** The twin: an action without its condition does nothing, so that the condition is what is tested above. */
    @org.junit.jupiter.api.Test
    void calculatorWithoutTalkOfBudgetDoesNothing() {
        List<Visit> without = VISITS.stream()
                .filter(visit -> !visit.heard().containsKey("budget-discussed"))
                .toList();
        Ratio ratio = ratio(without, "send-roi-calculator", StageKind.DISCOVERY, Optional.empty());
        assertThat(ratio.isFarFrom(1)).isFalse();
        assertThat(ratio.error()).as("enough of them to tell").isLessThan(0.25);
    }

    private static Ratio ratio(String action, StageKind stage, Optional<String> after) {
        return ratio(VISITS, action, stage, after);
    }

    private static Ratio ratio(List<Visit> among, String action, StageKind stage, Optional<String> after) {
        // per stratum: advances with, days with, advances without, days without
        Map<String, double[]> strata = new TreeMap<>();
        for (Visit visit : among) {
            if (visit.stage() != stage) {
                continue;
            }
            int from = visit.worksFrom(action, after).orElse(Integer.MAX_VALUE);
            for (int day = visit.entered() + 1; day <= visit.left(); day++) {
                double[] cell = strata.computeIfAbsent(visit.size() + others(visit, action, day), k -> new double[4]);
                boolean with = day >= from;
                boolean moves = visit.advanced() && day == visit.left();
                cell[with ? 0 : 2] += moves ? 1 : 0;
                cell[with ? 1 : 3] += 1;
            }
        }
        double above = 0;
        double below = 0;
        double spread = 0;
        for (double[] cell : strata.values()) {
            double days = cell[1] + cell[3];
            above += cell[0] * cell[3] / days;
            below += cell[2] * cell[1] / days;
            spread += (cell[0] + cell[2]) * cell[1] * cell[3] / (days * days);
        }
        return new Ratio(Math.log(above / below), Math.sqrt(spread / (above * below)));
    }

    private static String others(Visit visit, String action, int day) {
        StringBuilder others = new StringBuilder();
        for (PlantedEffect effect : PlantedEffect.all()) {
            if (effect.stage() == visit.stage() && !effect.action().equals(action)) {
                boolean works = visit.worksFrom(effect.action(), effect.after().map(signal -> signal.key()))
                        .filter(from -> day >= from)
                        .isPresent();
                others.append(works ? '+' : '-');
            }
        }
        return others.toString();
    }

    /** Puts the visits together from the events alone. */
    private static List<Visit> visits() {
        List<Map<String, Object>> events = DemoOrganisation.generate(3, SIZE, NOW);
        Map<String, OfficeHours> hours = new HashMap<>();
        Map<String, Long> employees = new HashMap<>();
        Map<String, List<Map<String, Object>>> byDeal = new LinkedHashMap<>();
        for (Map<String, Object> event : events) {
            Optional<SubjectRef> subject = EventReading.subject(event);
            if (EventReading.type(event) == EventType.REP) {
                hours.put(
                        (String) EventReading.field(event, "id"),
                        new OfficeHours(java.time.ZoneId.of((String) EventReading.field(event, "zone")), 8, 18));
            } else if (EventReading.type(event) == EventType.CLIENT) {
                employees.put(
                        subject.orElseThrow().id(), ((Number) EventReading.field(event, "employees")).longValue());
            } else if (subject.filter(s -> s.kind() == SubjectRef.Kind.DEAL).isPresent()) {
                byDeal.computeIfAbsent(subject.orElseThrow().id(), id -> new ArrayList<>())
                        .add(event);
            }
        }
        List<Visit> visits = new ArrayList<>();
        for (List<Map<String, Object>> deal : byDeal.values()) {
            Map<String, Object> opened = deal.getFirst();
            OfficeHours local = hours.get((String) EventReading.field(opened, "rep"));
            long heads = employees.get((String) EventReading.field(opened, "client"));
            String size = heads >= 1_000 ? "large" : heads < 250 ? "small" : "middle";
            visitsOf(deal, local, size, visits);
        }
        return visits;
    }

    private static void visitsOf(List<Map<String, Object>> deal, OfficeHours local, String size, List<Visit> into) {
        LocalDate first = local.dayOf(EventReading.at(deal.getFirst()));
        StageKind stage = StageKind.PROSPECTING;
        int entered = 0;
        Map<String, Integer> done = new HashMap<>();
        Map<String, Integer> heard = new HashMap<>();
        for (Map<String, Object> event : deal) {
            int day = workingDays(local, first, local.dayOf(EventReading.at(event)));
            switch (EventReading.type(event)) {
                case SIGNAL -> heard.putIfAbsent((String) EventReading.field(event, "signal"), day);
                case ACTIVITY -> {
                    if (EventReading.field(event, "action") instanceof String action) {
                        done.putIfAbsent(action, day);
                    }
                }
                case STAGE_CHANGE -> {
                    StageKind next = StageKind.valueOf(
                            EventReading.field(event, "stage").toString().toUpperCase(java.util.Locale.ROOT));
                    into.add(new Visit(
                            stage, size, entered, day, next.compareTo(stage) > 0, Map.copyOf(done), Map.copyOf(heard)));
                    stage = next;
                    entered = day;
                    done.clear();
                    heard.clear();
                }
                case OUTCOME ->
                    into.add(new Visit(
                            stage,
                            size,
                            entered,
                            day,
                            "WON".equals(EventReading.field(event, "kind")),
                            Map.copyOf(done),
                            Map.copyOf(heard)));
                default -> {}
            }
        }
    }

    private static int workingDays(OfficeHours local, LocalDate from, LocalDate until) {
        int days = 0;
        for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
            days += local.isWorkingDay(day.plusDays(1)) ? 1 : 0;
        }
        return days;
    }
}
