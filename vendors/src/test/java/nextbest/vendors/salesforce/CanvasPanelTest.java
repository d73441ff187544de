package nextbest.vendors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nextbest.vendors.webhook.Panel.Opening;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Salesforce's signed request for the card, genuine and forged. */
class CanvasPanelTest {
    private static final String SECRET = "the app's consumer secret";
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final Map<String, String> SETTINGS = Map.of("organisation", "00D000000000001");

    private final CanvasPanel panel = new CanvasPanel();

    private static String envelope(String algorithm, Object issuedAt, String organisation, String record) {
        return """
                {"algorithm":"%s","issuedAt":%s,"userId":"005000000000001AAA",
                 "client":{"oauthToken":"00D!secret","instanceUrl":"https://acme.my.salesforce.com"},
                 "context":{"user":{"userId":"005000000000001AAA","email":"rita@example.com"},
                  "organization":{"organizationId":"%s"},
                  "environment":{"record":{"Id":"%s"},"parameters":{}}}}""".formatted(algorithm, issuedAt, organisation, record);
    }

    private static String good() {
        return envelope("HMACSHA256", SECONDS, "00D000000000001AAA", "006000000000001AAA");
    }

    /** As the vendor's page says: over the Base64 text, not over what it holds. */
    private static String signed(String envelope, String secret, String algorithm) {
        try {
            String text = Base64.getEncoder().encodeToString(envelope.getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))) + "." + text;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String envelope) {
        return signed(envelope, SECRET, "HmacSHA256");
    }

    private Opening open(String request) {
        return panel.open(request, List.of(SECRET), SETTINGS, NOW);
    }

    private void assertRefused(String request, String reason) {
        assertThat(open(request))
                .asInstanceOf(InstanceOfAssertFactories.type(Opening.Refused.class))
                .satisfies(refused ->
                        assertThat(refused.reason()).contains(reason).doesNotContain("00D!secret", "rita@example.com"));
    }

    @Test
    void aGenuineRequestNamesDealAndRep() {
        assertThat(open(signed(good())))
                .asInstanceOf(InstanceOfAssertFactories.type(Opening.Genuine.class))
                .satisfies(genuine -> {
                    assertThat(genuine.deal()).isEqualTo("006000000000001AAA");
                    assertThat(genuine.rep()).isEqualTo("005000000000001AAA");
                });
    }

    @Test
    void theSecretBeforeIsGoodWhileItIsBeingReplaced() {
        assertThat(panel.open(signed(good()), List.of("the new one", SECRET), SETTINGS, NOW))
                .isInstanceOf(Opening.Genuine.class);
        assertThat(panel.open(signed(good()), List.of("the new one"), SETTINGS, NOW))
                .isInstanceOf(Opening.Refused.class);
        assertThat(panel.open(signed(good()), List.of(), SETTINGS, NOW)).isInstanceOf(Opening.Refused.class);
    }

    @Test
    void theSameRequestHasTheSameMarkAndAnotherOneAnother() {
        Opening.Genuine first = (Opening.Genuine) open(signed(good()));
        Opening.Genuine again = (Opening.Genuine) open(signed(good()));
        Opening.Genuine other = (Opening.Genuine)
                open(signed(envelope("HMACSHA256", SECONDS + 1, "00D000000000001AAA", "006000000000001AAA")));
        assertThat(again.mark()).isEqualTo(first.mark()).isNotEqualTo(other.mark());
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String request = signed(good());
        for (int i = 0; i < request.length(); i += 7) {
            char other = request.charAt(i) == 'A' ? 'B' : 'A';
            String changed = request.substring(0, i) + other + request.substring(i + 1);
            assertThat(open(changed)).as("character %s", i).isInstanceOf(Opening.Refused.class);
        }
    }

    /** A MAC over what the text holds, and a weaker algorithm, are not the vendor's, whatever the envelope says of itself. */
    @Test
    void theAlgorithmIsOursAndNotTheMessages() {
        String sha1 = envelope("HMACSHA1", SECONDS, "00D000000000001AAA", "006000000000001AAA");
        assertRefused(signed(sha1, SECRET, "HmacSHA1"), "MAC");
        assertRefused(signed(sha1), "HMACSHA256");
        String none = envelope("none", SECONDS, "00D000000000001AAA", "006000000000001AAA");
        assertRefused("." + Base64.getEncoder().encodeToString(none.getBytes(StandardCharsets.UTF_8)), "MAC");
    }

    @Test
    void anOldOrEarlyOrUndatedRequestIsRefused() {
        for (long second : new long[] {SECONDS - 301, SECONDS + 301, (SECONDS - 301) * 1_000}) {
            assertRefused(
                    signed(envelope("HMACSHA256", second, "00D000000000001AAA", "006000000000001AAA")), "300 seconds");
        }
        String undated = signed(envelope("HMACSHA256", null, "00D000000000001AAA", "006000000000001AAA"));
        assertRefused(undated, "panel-undated");
        assertThat(panel.open(
                        undated,
                        List.of(SECRET),
                        Map.of("organisation", "00D000000000001", "panel-undated", "true"),
                        NOW))
                .isInstanceOf(Opening.Genuine.class);
        String millis = signed(envelope("HMACSHA256", SECONDS * 1_000, "00D000000000001AAA", "006000000000001AAA"));
        assertThat(open(millis)).isInstanceOf(Opening.Genuine.class);
    }

    @Test
    void anotherOrganisationAndAnotherObjectAreRefused() {
        assertRefused(
                signed(envelope("HMACSHA256", SECONDS, "00D000000000002AAA", "006000000000001AAA")), "organisation");
        assertRefused(
                signed(envelope("HMACSHA256", SECONDS, "00D000000000001AAA", "001000000000001AAA")), "opportunity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "x", "a.b", "%%%.%%%", "....", "AAAA."})
    void whatIsNoRequestIsRefused(String request) {
        assertThat(open(request)).isInstanceOf(Opening.Refused.class);
    }

    @Test
    void aSignedEnvelopeThatIsNoJsonIsRefused() {
        assertRefused(signed("[1, 2]"), "no JSON");
        assertRefused(signed("not json"), "no JSON");
        assertRefused(signed(good() + " ".repeat(100_000)), "at most");
    }
}
