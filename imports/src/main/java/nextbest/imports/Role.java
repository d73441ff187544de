package nextbest.imports;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a column means. The keys are the words of mapping files. */
enum Role {
    ID("id", Holds.TEXT, Entity.values()),
    NAME("name", Holds.TEXT, Entity.values()),
    STAGE("stage", Holds.TEXT, Entity.DEAL),
    OUTCOME("outcome", Holds.TEXT, Entity.DEAL),
    AMOUNT("amount", Holds.MONEY, Entity.DEAL),
    CURRENCY("currency", Holds.TEXT, Entity.DEAL, Entity.CLIENT, Entity.PRODUCT),
    /** When the deal was written down. */
    CREATED("created", Holds.DATE, Entity.DEAL),
    /** When the deal entered the first stage in which somebody worked on it. */
    ENGAGED("engaged", Holds.DATE, Entity.DEAL),
    /** Closed deals: when. Open deals: when it is expected. */
    CLOSED("closed", Holds.DATE, Entity.DEAL),
    EXPECTED_CLOSE("expected-close", Holds.DATE, Entity.DEAL),
    STAGE_SINCE("stage-since", Holds.DATE, Entity.DEAL),
    /** When the deal entered the stage that the header names. */
    STAGE_ENTERED("stage-entered", Holds.DATE, Entity.DEAL),
    CLIENT("client", Holds.TEXT, Entity.DEAL),
    REP("rep", Holds.TEXT, Entity.DEAL, Entity.CLIENT),
    /** Where the deal's rep gets mail; becomes part of the rep's record. */
    REP_EMAIL("rep-email", Holds.TEXT, Entity.DEAL),
    PRODUCT("product", Holds.TEXT, Entity.DEAL),
    REASON("reason", Holds.TEXT, Entity.DEAL),
    NEXT_MEETING("next-meeting", Holds.DATE, Entity.DEAL),
    DEMO_HELD("demo-held", Holds.DATE, Entity.DEAL),
    BUDGET("budget", Holds.TEXT, Entity.DEAL),
    COMPETITORS("competitors", Holds.TEXT, Entity.DEAL),
    /** A further field of the deal that was known from the beginning. */
    ATTRIBUTE("attribute", Holds.TEXT, Entity.DEAL),
    /** A further field of the deal as it stands now: told of open deals only, because of closed ones it is hindsight. */
    ATTRIBUTE_NOW("attribute-now", Holds.TEXT, Entity.DEAL),
    /** What a company is to the organisation: suppliers and competitors are no clients. */
    RELATION("relation", Holds.TEXT, Entity.CLIENT),
    INDUSTRY("industry", Holds.TEXT, Entity.CLIENT),
    SEGMENT("segment", Holds.TEXT, Entity.CLIENT),
    REGION("region", Holds.TEXT, Entity.CLIENT, Entity.REP),
    COUNTRY("country", Holds.TEXT, Entity.CLIENT),
    EMPLOYEES("employees", Holds.NUMBER, Entity.CLIENT),
    REVENUE("revenue", Holds.MONEY, Entity.CLIENT),
    ESTABLISHED("established", Holds.NUMBER, Entity.CLIENT),
    PARENT("parent", Holds.TEXT, Entity.CLIENT, Entity.PRODUCT),
    DESK("desk", Holds.TEXT, Entity.CLIENT, Entity.REP),
    BOOK("book", Holds.TEXT, Entity.CLIENT, Entity.REP),
    PRICE("price", Holds.MONEY, Entity.PRODUCT),
    EMAIL("email", Holds.TEXT, Entity.REP),
    MANAGER("manager", Holds.TEXT, Entity.REP),
    ZONE("zone", Holds.TEXT, Entity.REP),
    SINCE("since", Holds.DATE, Entity.REP),
    IGNORE("ignore", Holds.TEXT, Entity.values());

    /** How the cells of a column are read. */
    enum Holds {
        TEXT,
        DATE,
        NUMBER,
        MONEY
    }

    private final String key;
    private final Holds holds;
    private final Set<Entity> entities;

    Role(String key, Holds holds, Entity... entities) {
        this.key = key;
        this.holds = holds;
        this.entities = EnumSet.copyOf(Arrays.asList(entities));
    }

    String key() {
        return key;
    }

    Holds holds() {
        return holds;
    }

    boolean fits(Entity entity) {
        return entities.contains(entity);
    }

    /** Whether several columns may have it. */
    boolean repeatable() {
        return this == ATTRIBUTE || this == ATTRIBUTE_NOW || this == IGNORE || this == STAGE_ENTERED || this == PRODUCT;
    }

    static Optional<Role> ofKey(String key) {
        return Arrays.stream(values()).filter(role -> role.key.equals(key)).findFirst();
    }

    /** The roles of one kind of table, for messages. */
    static String allowed(Entity entity) {
        return Arrays.stream(values())
                .filter(role -> role.fits(entity))
                .map(Role::key)
                .collect(Collectors.joining(", "));
    }
}
