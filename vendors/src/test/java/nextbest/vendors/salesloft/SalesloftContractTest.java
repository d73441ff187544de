package nextbest.vendors.salesloft;

import nextbest.vendors.port.EngagementContract;
import org.junit.jupiter.api.AfterEach;

/** Salesloft keeps what every engagement platform keeps. */
class SalesloftContractTest extends EngagementContract {
    private final SalesloftWorld world = new SalesloftWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Override
    protected EngagementWorld platform() {
        return world;
    }
}
