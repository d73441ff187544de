package nextbest.vendors.chorus;

import nextbest.vendors.port.ConversationContract;
import org.junit.jupiter.api.AfterEach;

class ChorusContractTest extends ConversationContract {
    private final ChorusWorld world = new ChorusWorld();

    @Override
    protected World world() {
        return world;
    }

    @AfterEach
    void close() {
        world.close();
    }
}
