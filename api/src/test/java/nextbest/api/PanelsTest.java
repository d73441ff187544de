package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nextbest.store.Store;
import nextbest.store.vendor.VendorConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The card inside a page of Salesforce, asked for as a Canvas app is. */
class PanelsTest {
    private static final String DEAL = "006000000000001AAA";
    private static final String RITA = "005000000000001AAA";
    private static final String SECRET = "consumer secret";

    private static RunningApi api;
    private static Desk desk;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
        desk = new Desk(api, "panels");
        desk.send("""
                {"source": "salesforce", "id": "1", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "%s", "name": "Rita", "email": "rita@example.com"}},
                {"source": "salesforce", "id": "2", "type": "rep", "occurredAt": "2026-02-01T09:00:00Z",
                 "data": {"id": "005000000000002AAA", "name": "Olga"}},
                {"source": "salesforce", "id": "3", "type": "deal", "subject": {"kind": "deal", "id": "%s"},
                 "occurredAt": "2026-02-10T09:00:00Z",
                 "data": {"name": "Pumps", "stage": "Discovery", "rep": "%s", "createdAt": "2026-02-10T09:00:00Z"}}""".formatted(RITA, DEAL, RITA));
        api.part(Store.class)
                .vendors()
                .connections()
                .keep(
                        desk.tenant.id(),
                        new VendorConnection(
                                "salesforce",
                                "salesforce",
                                Map.of("instance", "https://acme.my.salesforce.com", "client-id", "id"),
                                Map.of("client-secret", "secret", "panel-secret", SECRET),
                                Map.of(),
                                Map.of(),
                                true,
                                false,
                                Optional.empty()));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** As the vendor's page says: the MAC is over the Base64 text. */
    private static String request(String user, String deal, long issuedAt, String secret) {
        String envelope = """
                {"algorithm":"HMACSHA256","issuedAt":%d,"userId":"%s","context":{"environment":{"record":{"Id":"%s"}}}}""".formatted(issuedAt, user, deal);
        try {
            String text = Base64.getEncoder().encodeToString(envelope.getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))) + "." + text;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long now() {
        return api.time().instant().getEpochSecond();
    }

    private static RunningApi.Answer send(String source, String request) {
        return api.post("/e/panel/" + desk.tenant.id() + "/" + source)
                .bytes(
                        "application/x-www-form-urlencoded",
                        ("signed_request=" + URLEncoder.encode(request, StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8))
                .send();
    }

    @Test
    void aSignedRequestLeadsToTheCardOnce() {
        String request = request(RITA, DEAL, now(), SECRET);
        RunningApi.Answer answer = send("salesforce", request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        String url = answer.header("Location").orElseThrow();
        RunningApi.Answer card = api.get(url.substring(url.indexOf("/e/"))).send();
        assertThat(card.status()).isEqualTo(200);
        assertThat(card.text()).contains("Pumps");
        RunningApi.Answer again = send("salesforce", request);
        assertThat(again.status()).isEqualTo(403);
        assertThat(api.part(Store.class).vendors().calls().waiting(desk.tenant.id(), "salesforce", 10))
                .as("nothing of it waits to be worked through")
                .isEmpty();
    }

    @Test
    void forgedOldAndStrangeRequestsShowNothing() {
        assertThat(send("salesforce", request(RITA, DEAL, now(), "guessed")).status())
                .isEqualTo(403);
        assertThat(send("salesforce", request(RITA, DEAL, now() - 600, SECRET)).status())
                .isEqualTo(403);
        assertThat(send("salesforce", "").status()).isEqualTo(403);
        assertThat(send("nothing", request(RITA, DEAL, now(), SECRET)).status()).isEqualTo(404);
        assertThat(send("salesforce", request("005000000000009AAA", DEAL, now(), SECRET))
                        .status())
                .as("nobody of ours")
                .isEqualTo(403);
        assertThat(send("salesforce", request("005000000000002AAA", DEAL, now(), SECRET))
                        .status())
                .as("another rep's deal")
                .isIn(403, 404, 409);
        assertThat(send("salesforce", request(RITA, "006000000000009AAA", now(), SECRET))
                        .status())
                .isEqualTo(404);
    }

    /** Whoever may show frames is an operator's word; the answer to a request says so like every card. */
    @Test
    void aCardIsShownInFramesOfThoseWhoMay() {
        RunningApi.Answer answer = send("salesforce", request(RITA, DEAL, now() - 1, SECRET));
        assertThat(answer.header("Content-Security-Policy").orElse("")).contains("frame-ancestors");
    }
}
