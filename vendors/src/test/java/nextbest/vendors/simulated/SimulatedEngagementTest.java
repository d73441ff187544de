package nextbest.vendors.simulated;

import nextbest.vendors.port.EngagementContract;

/** The simulated system keeps what every engagement platform keeps. */
class SimulatedEngagementTest extends EngagementContract {
    private final SimulatedPeople people = new SimulatedPeople("engagement");

    @Override
    protected EngagementWorld platform() {
        return people;
    }
}
