package nextbest.store.security;

import java.util.Arrays;
import java.util.stream.Collectors;

/** In what capacity somebody, or some program, uses the platform. */
public enum Role {
    /** Sees and answers the cards of the own deals. */
    REP,
    /** Sees what the own reps see. */
    MANAGER,
    /** Reads reports and decisions of the whole organisation. */
    PRODUCT_MANAGER,
    /** Reads reports. */
    MARKETING,
    /** Reads reports and decides on going live. */
    TOP_MANAGEMENT,
    /** Keeps the installation running: tokens, imports, clock. */
    OPERATOR,
    /** Another program of the organisation: a CRM, a simulator. */
    INTEGRATION;

    /** Whether somebody with the role must be one of the organisation's reps. */
    public boolean isPersonOfSales() {
        return this == REP || this == MANAGER;
    }

    /** All names, for messages that say what is allowed. */
    public static String allowed() {
        return Arrays.stream(values()).map(Role::name).collect(Collectors.joining(", "));
    }
}
