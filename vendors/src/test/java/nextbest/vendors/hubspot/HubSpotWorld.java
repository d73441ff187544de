package nextbest.vendors.hubspot;

import java.util.Map;
import nextbest.vendors.FakeWorld;
import nextbest.vendors.Mapping;

/** People at work in the fake. */
final class HubSpotWorld extends FakeWorld {
    static final Map<String, String> STAGES = Map.of(
            "appointmentscheduled", "discovery",
            "presentationscheduled", "proposal",
            "contractsent", "negotiation",
            "closedwon", "won",
            "closedlost", "lost");

    final FakeHubSpot fake = new FakeHubSpot(now::get);

    HubSpotWorld() {
        super(new HubSpot());
    }

    @Override
    public void close() {
        fake.close();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("base", fake.base(), "token", "pat-test");
    }

    @Override
    protected Mapping mapping() {
        return new Mapping(STAGES, Map.of("competitors", "competitor_list"), "EUR");
    }

    static String theirs(String stage) {
        return theirs(STAGES, stage);
    }

    String deal(String name, String stage) {
        return fake.create("deals", Map.of("dealname", name, "dealstage", theirs(STAGES, stage), "amount", "1200.5"));
    }
}
