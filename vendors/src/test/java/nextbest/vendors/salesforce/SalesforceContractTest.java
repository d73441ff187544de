package nextbest.vendors.salesforce;

import nextbest.vendors.port.CrmContract;
import org.junit.jupiter.api.AfterEach;

/** Salesforce keeps what every CRM keeps. */
class SalesforceContractTest extends CrmContract {
    private final SalesforceWorld world = new SalesforceWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Override
    protected World world() {
        return world;
    }
}
