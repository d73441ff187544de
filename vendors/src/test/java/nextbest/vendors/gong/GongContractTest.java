package nextbest.vendors.gong;

import nextbest.vendors.port.ConversationContract;
import org.junit.jupiter.api.AfterEach;

class GongContractTest extends ConversationContract {
    private final GongWorld world = new GongWorld();

    @Override
    protected World world() {
        return world;
    }

    @AfterEach
    void close() {
        world.close();
    }
}
