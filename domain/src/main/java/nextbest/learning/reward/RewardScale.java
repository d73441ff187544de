package nextbest.learning.reward;

import java.util.EnumMap;
import java.util.Map;

/**
 * What each grade is worth, in whole thousandths of the best outcome, so that rewards add up exactly.
 *
 * @param milli 0 to 1000 for every grade, not falling with the grade
 */
public record RewardScale(Map<Grade, Integer> milli) {
    public RewardScale {
        milli = Map.copyOf(milli);
        int before = 0;
        for (Grade grade : Grade.values()) {
            Integer value = milli.get(grade);
            if (value == null || value < before || value > 1000) {
                throw new IllegalArgumentException(
                        "the reward of " + grade + " must be " + before + " to 1000 thousandths, but is " + value);
            }
            before = value;
        }
    }

    /** The scale the product ships: early signals count a little, because they foretell late ones. */
    public static RewardScale standard() {
        Map<Grade, Integer> milli = new EnumMap<>(Grade.class);
        milli.put(Grade.VIEWED, 20);
        milli.put(Grade.ACCEPTED, 100);
        milli.put(Grade.EXECUTED, 250);
        milli.put(Grade.REPLIED, 400);
        milli.put(Grade.ADVANCED, 650);
        milli.put(Grade.WON, 1000);
        return new RewardScale(milli);
    }

    int of(Grade grade) {
        return milli.get(grade);
    }
}
