package nextbest.vendors.simulated;

import nextbest.vendors.port.CrmContract;

/** The simulated system keeps what every CRM keeps. */
class SimulatedCrmTest extends CrmContract {
    private final SimulatedPeople people = new SimulatedPeople("crm");

    @Override
    protected World world() {
        return people;
    }
}
