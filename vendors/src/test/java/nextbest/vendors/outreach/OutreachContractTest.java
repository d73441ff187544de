package nextbest.vendors.outreach;

import nextbest.vendors.port.EngagementContract;
import org.junit.jupiter.api.AfterEach;

/** Outreach keeps what every engagement platform keeps. */
class OutreachContractTest extends EngagementContract {
    private final OutreachWorld world = new OutreachWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Override
    protected EngagementWorld platform() {
        return world;
    }
}
