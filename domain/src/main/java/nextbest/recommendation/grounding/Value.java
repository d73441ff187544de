package nextbest.recommendation.grounding;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A number with its unit, an amount or a date, as a text has it. */
sealed interface Value {

    /** How a draft relates its number to the one of the evidence. */
    enum Nearness {
        EXACT,
        ABOUT,
        OVER,
        UNDER;

        /** Whether a person would let {@code said} stand for {@code known}: within 10 percent, rounded, on the right side. */
        boolean allows(BigDecimal known, BigDecimal said) {
            if (this == EXACT) {
                return known.compareTo(said) == 0;
            }
            BigDecimal distance = known.subtract(said);
            boolean near = distance.abs()
                            .multiply(BigDecimal.TEN)
                            .compareTo(known.abs().max(said.abs()))
                    <= 0;
            // 'more than eight days' is fair for nine
            boolean oneOff = this != ABOUT
                    && distance.abs().compareTo(BigDecimal.ONE) <= 0
                    && said.compareTo(BigDecimal.valueOf(5)) >= 0;
            return (near || oneOff)
                    && switch (this) {
                        case EXACT -> throw new IllegalStateException("exact was answered above");
                        case ABOUT -> isRounding(known, said);
                        case OVER -> distance.signum() > 0;
                        case UNDER -> distance.signum() < 0;
                    };
        }

        /** 'About 150' is fair for 146, 'about 156' is not: what is said is no further off than its last digit that is not 0, or 5, can tell. */
        private static boolean isRounding(BigDecimal known, BigDecimal said) {
            if (said.signum() == 0) {
                return known.signum() == 0;
            }
            BigDecimal digits = said.stripTrailingZeros();
            BigDecimal unit = BigDecimal.ONE.movePointLeft(digits.scale());
            boolean five = digits.unscaledValue().mod(BigInteger.TEN).intValue() == 5;
            BigDecimal step = five ? unit.multiply(BigDecimal.valueOf(5)) : unit;
            return known.subtract(said).abs().multiply(BigDecimal.TWO).compareTo(step) <= 0;
        }
    }

    Objection.Reason reason();

    /** Whether a draft that says {@code said} says what the evidence, this value, says. */
    boolean carries(Value said);

    /**
     * A number.
     *
     * @param unit what it counts, for example {@code day}; empty if nothing is said
     */
    record Quantity(BigDecimal number, String unit, Nearness nearness) implements Value {
        @Override
        public Objection.Reason reason() {
            return Objection.Reason.NUMBER;
        }

        @Override
        public boolean carries(Value said) {
            if (nearness != Nearness.EXACT) {
                // 'more than a week': nobody knows how much more
                return said instanceof Quantity other
                        && other.nearness == nearness
                        && new Quantity(number, unit, Nearness.EXACT)
                                .carries(new Quantity(other.number, other.unit, Nearness.EXACT));
            }
            return said instanceof Quantity(BigDecimal other, String otherUnit, Nearness how)
                    && ((sameUnit(unit, otherUnit) && how.allows(number, other))
                            || (LENGTH.containsKey(unit)
                                    && LENGTH.containsKey(otherUnit)
                                    && lasts(LENGTH.get(unit), LENGTH.get(otherUnit), other, how)));
        }

        /** 51 days are about seven weeks and 120 minutes two hours; a longer unit is rounded to its whole. */
        private boolean lasts(long mine, long its, BigDecimal other, Nearness how) {
            BigDecimal known = number.multiply(BigDecimal.valueOf(mine));
            BigDecimal said = other.multiply(BigDecimal.valueOf(its));
            if (how != Nearness.ABOUT) {
                return its % mine == 0 && how.allows(known, said);
            }
            BigDecimal distance = known.subtract(said).abs();
            return its > mine
                    && distance.multiply(BigDecimal.TWO).compareTo(BigDecimal.valueOf(its)) <= 0
                    && distance.multiply(BigDecimal.valueOf(4)).compareTo(said) <= 0;
        }

        /** In minutes. */
        private static final Map<String, Long> LENGTH =
                Map.of("minute", 1L, "hour", 60L, "day", 1_440L, "week", 10_080L, "month", 43_830L);

        /** What a sample is counted in. */
        private static final Set<String> COUNTED = Set.of("case", "deal");

        private static final Set<String> TIMES =
                Set.of("day", "week", "month", "year", "quarter", "hour", "minute", "point");

        private static boolean sameUnit(String known, String said) {
            return known.equals(said)
                    || (COUNTED.contains(known) && (COUNTED.contains(said) || said.isEmpty()))
                    || (known.isEmpty() && !TIMES.contains(said));
        }
    }

    /** a of b. */
    record Ratio(BigDecimal part, BigDecimal whole) implements Value {
        /** As a percentage, to four digits after the point. */
        private BigDecimal percent() {
            return whole.signum() == 0
                    ? BigDecimal.valueOf(-1)
                    : part.multiply(BigDecimal.valueOf(100)).divide(whole, 4, RoundingMode.HALF_UP);
        }

        @Override
        public Objection.Reason reason() {
            return Objection.Reason.NUMBER;
        }

        @Override
        public boolean carries(Value said) {
            return switch (said) {
                case Ratio(BigDecimal a, BigDecimal b) -> part.compareTo(a) == 0 && whole.compareTo(b) == 0;
                case Percent(BigDecimal p, Nearness how) -> isShare(p, how);
                case Share(Percent(BigDecimal p, Nearness how), BigDecimal b) ->
                    whole.compareTo(BigDecimal.TEN) >= 0 && whole.compareTo(b) == 0 && isShare(p, how);
                default -> false;
            };
        }

        /** 49 of 69 are 71 %, or about 70 %. */
        private boolean isShare(BigDecimal percentage, Nearness how) {
            return switch (how) {
                case EXACT, ABOUT ->
                    percent()
                                            .setScale(
                                                    Math.max(
                                                            0,
                                                            percentage
                                                                    .stripTrailingZeros()
                                                                    .scale()),
                                                    RoundingMode.HALF_UP)
                                            .compareTo(percentage)
                                    == 0
                            || (how == Nearness.ABOUT && how.allows(percent(), percentage));
                case OVER, UNDER -> how.allows(percent(), percentage);
            };
        }
    }

    /** A percentage of so many: '71 % of 69 deals'. */
    record Share(Percent percent, BigDecimal whole) implements Value {
        @Override
        public Objection.Reason reason() {
            return Objection.Reason.PERCENTAGE;
        }

        @Override
        public boolean carries(Value said) {
            return equals(said);
        }
    }

    /** Percent. */
    record Percent(BigDecimal number, Nearness nearness) implements Value {
        private static final Set<String> TENS = Set.of("10", "100");

        @Override
        public Objection.Reason reason() {
            return Objection.Reason.PERCENTAGE;
        }

        @Override
        public boolean carries(Value said) {
            if (said instanceof Ratio(BigDecimal part, BigDecimal whole)) {
                // 'six of ten' for 60 %
                return TENS.contains(whole.stripTrailingZeros().toPlainString())
                        && part.multiply(BigDecimal.valueOf(100)).compareTo(number.multiply(whole)) == 0;
            }
            return said instanceof Percent(BigDecimal other, Nearness how)
                    && (how.allows(number, other)
                            // 4.6 % is 5 %, but 5 % is not 4.6 %
                            || (how == Nearness.EXACT
                                    && other.stripTrailingZeros().scale() <= 0
                                    && number.setScale(0, RoundingMode.HALF_UP).compareTo(other) == 0));
        }
    }

    /** From a to b percent, or from a to b of something. */
    record Range(Value from, Value to) implements Value {
        @Override
        public Objection.Reason reason() {
            return from.reason();
        }

        @Override
        public boolean carries(Value said) {
            return said instanceof Range(Value otherFrom, Value otherTo)
                    && from.carries(otherFrom)
                    && to.carries(otherTo);
        }
    }

    /** An amount of money. */
    record Amount(BigDecimal number, String currency, Nearness nearness) implements Value {
        @Override
        public Objection.Reason reason() {
            return Objection.Reason.AMOUNT;
        }

        @Override
        public boolean carries(Value said) {
            return said instanceof Amount(BigDecimal other, String otherCurrency, Nearness how)
                    && currency.equals(otherCurrency)
                    && how.allows(number, other);
        }
    }

    /** A day, with what else is said of it. */
    record Day(Optional<LocalDate> date, Optional<MonthDay> day, Optional<DayOfWeek> weekday, Optional<LocalTime> time)
            implements Value {
        @Override
        public Objection.Reason reason() {
            return Objection.Reason.DATE;
        }

        /** Less may be said than is known, but nothing else. */
        @Override
        public boolean carries(Value said) {
            if (!(said instanceof Day other) || date.isEmpty()) {
                return equals(said);
            }
            LocalDate known = date.get();
            return (other.date.isPresent() || other.day.isPresent())
                    && other.date.stream().allMatch(known::equals)
                    && other.day.stream().allMatch(MonthDay.from(known)::equals)
                    && other.weekday.stream().allMatch(known.getDayOfWeek()::equals)
                    && other.time.stream()
                            .allMatch(said2 -> time.isPresent() && time.get().equals(said2));
        }
    }
}
