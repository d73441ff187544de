package nextbest.imports;

import java.util.Optional;

/**
 * What one column of a table is used for.
 *
 * @param index its place, from 0
 * @param header its name in the file
 * @param role what it means
 * @param dates how it writes dates; present exactly if the role holds a date
 * @param numbers how it writes numbers; present exactly if the role holds a number or money
 * @param stage for {@link Role#STAGE_ENTERED}: the stage that is meant
 * @param confidence 0 to 1: how sure the recognition is; 1 where a person said so
 * @param reason why, for people
 */
record ColumnUse(
        int index,
        String header,
        Role role,
        Optional<DateShape> dates,
        Optional<NumberShape> numbers,
        Optional<String> stage,
        double confidence,
        String reason) {
    ColumnUse {
        if (role.holds() == Role.Holds.DATE != dates.isPresent()) {
            throw new IllegalArgumentException(
                    "column " + header + " as " + role.key() + " and its date format disagree");
        }
        boolean number = role.holds() == Role.Holds.NUMBER || role.holds() == Role.Holds.MONEY;
        if (number != numbers.isPresent()) {
            throw new IllegalArgumentException(
                    "column " + header + " as " + role.key() + " and its number format disagree");
        }
    }

    ColumnUse withRole(Role other, String why) {
        return new ColumnUse(
                index, header, other, Optional.empty(), Optional.empty(), Optional.empty(), confidence, why);
    }
}
