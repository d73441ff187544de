package nextbest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nextbest.identity.SubjectId;
import nextbest.store.Store;
import nextbest.store.security.Role;
import nextbest.store.vendor.Talk;
import nextbest.store.vendor.VendorConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people see of connected systems: calls without a deal, systems that disagree, and the card inside HubSpot. */
class VendorPagesTest {
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = RunningApi.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static PagesTest.Visitor operator(Desk desk, String key) {
        return new PagesTest.Visitor(api).logIn(desk, "otto@" + key + ".example", Role.OPERATOR, Optional.empty());
    }

    private static void connect(Desk desk, String source, String vendor, Map<String, String> secrets) {
        api.part(Store.class)
                .vendors()
                .connections()
                .keep(
                        desk.tenant.id(),
                        new VendorConnection(
                                source, vendor, Map.of(), secrets, Map.of(), Map.of(), true, false, Optional.empty()));
    }

    @Test
    void aCallWithoutADealIsPutToOneByAPersonAndTheLineLooksAtOnce() {
        Desk desk = new Desk(api, "callpage");
        connect(desk, "gong", "gong", Map.of());
        Store store = api.part(Store.class);
        SubjectId deal = SubjectId.parse(desk.subject("D1"));
        store.vendors()
                .talks()
                .keep(
                        desk.tenant.id(),
                        "gong",
                        new Talk(
                                "call-1",
                                api.time().instant().minus(Duration.ofHours(2)),
                                Optional.of("https://gong.example/call-1"),
                                Talk.State.UNLINKED,
                                Optional.empty(),
                                0.65,
                                "domain",
                                List.of(new Talk.Candidate(deal, 0.65, "domain+owner")),
                                Optional.empty(),
                                false));
        PagesTest.Visitor otto = operator(desk, "callpage");
        String page = otto.get("/operations/calls").text();
        assertThat(page)
                .contains("65 % sure", "a mail address of its client, and its rep", "https://gong.example/call-1")
                .doesNotContain("calls.");
        RunningApi.Answer nothing = otto.submit("/operations/calls", page, "source=gong&call=call-1&deal=&named=");
        assertThat(nothing.status()).isEqualTo(422);
        RunningApi.Answer put =
                otto.submit("/operations/calls", page, "source=gong&call=call-1&deal=" + deal + "&named=");
        assertThat(put.status()).as(put.text()).isEqualTo(302);
        assertThat(otto.get(PagesTest.path(api, put)).text())
                .contains("The call was put to", "Every call that was read");
        assertThat(store.vendors()
                        .talks()
                        .find(desk.tenant.id(), "gong", List.of("call-1"))
                        .get("call-1")
                        .linkedBy())
                .contains("otto@callpage.example");
        assertThat(api.part(RunningApi.NotedLines.class).calls).contains("called gong");
    }

    @Test
    void whatTwoSystemsSayDifferentlyIsShownWithWhatCounts() {
        Desk desk = new Desk(api, "differ");
        desk.send("""
                {"source": "crm", "id": "81", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-01T09:00:00Z", "data": {"closeDate": "2026-05-15"}}""");
        SubjectId deal = SubjectId.parse(desk.subject("D1"));
        Store store = api.part(Store.class);
        PagesTest.Visitor otto = operator(desk, "differ");
        assertThat(otto.get("/operations/disagreements").text()).contains("No two systems");
        // the same deal has a name in another system too, as after a merge
        store.database()
                .doInTenant(
                        desk.tenant.id(),
                        transaction -> transaction.execute(
                                "insert into external_ref (tenant, source, type, external_id, entity_id) values (?, 'hubspot',"
                                        + " 'deal', '17', ?)",
                                desk.tenant.id().value(),
                                deal.value()));
        desk.send("""
                {"source": "hubspot", "id": "82", "type": "deal", "subject": {"kind": "deal", "id": "17"},
                 "occurredAt": "2026-03-02T08:00:00Z", "data": {"closeDate": "2026-06-30"}}""");
        String page = otto.get("/operations/disagreements").text();
        assertThat(page).contains("close date", "hubspot says 2026-06-30", "crm says 2026-05-15");
        assertThat(page.indexOf("hubspot says 2026-06-30"))
                .as("what happened later counts")
                .isLessThan(page.indexOf("crm says 2026-05-15"));
        // one comes round
        desk.send("""
                {"source": "crm", "id": "83", "type": "deal", "subject": {"kind": "deal", "id": "D1"},
                 "occurredAt": "2026-03-02T08:30:00Z", "data": {"closeDate": "2026-06-30"}}""");
        assertThat(otto.get("/operations/disagreements").text()).doesNotContain("says 2026-05-15");
    }

    /** By HubSpot's page, not by our code: method, address with some escapes decoded, body and time under the app's secret. */
    private static RunningApi.Answer look(URI address, String secret, Instant at) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String time = Long.toString(at.toEpochMilli());
            byte[] signature = mac.doFinal(
                    ("GET" + address.toString().replace("%40", "@") + time).getBytes(StandardCharsets.UTF_8));
            return api.ask("GET", address.getRawPath() + "?" + address.getRawQuery())
                    .header("X-HubSpot-Signature-v3", Base64.getEncoder().encodeToString(signature))
                    .header("X-HubSpot-Request-Timestamp", time)
                    .send();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theCardInHubSpotShowsItsDealToItsRepAndToNobodyElse() {
        Desk desk = new Desk(api, "appcard");
        desk.deliver();
        connect(desk, "crm", "hubspot", Map.of("webhook-secret", "app-secret"));
        String publicUrl = api.part(ApiSettings.class).publicUrl().toString().replaceAll("/+$", "");
        String card = publicUrl + "/apps/hubspot/" + desk.tenant.id() + "/crm/card?deal=D1&portalId=1&userEmail=";
        String rita = URLEncoder.encode("rita@example.com", StandardCharsets.UTF_8);
        Instant now = api.time().instant();
        RunningApi.Answer shown = look(URI.create(card + rita), "app-secret", now);
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        assertThat(shown.json().path("state").asString()).isEqualTo("CARD");
        assertThat(shown.json().path("title").asString()).isNotBlank();
        assertThat(shown.json().path("why").isEmpty()).isFalse();
        URI page = URI.create(shown.json().path("url").asString());
        assertThat(api.ask("GET", page.getPath()).send().text())
                .contains(shown.json().path("title").asString());
        assertThat(look(URI.create(card + "somebody%40example.com"), "app-secret", now)
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("UNKNOWN");
        assertThat(look(URI.create(card + rita), "guessed", now).status()).isEqualTo(401);
        assertThat(look(URI.create(card + rita), "app-secret", now.minus(Duration.ofMinutes(6)))
                        .status())
                .isEqualTo(401);
        // signed for one person, sent for another
        assertThat(api.ask("GET", URI.create(card + rita).getRawPath() + "?deal=D1")
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(look(URI.create(card.replace("/crm/", "/none/") + rita), "app-secret", now)
                        .status())
                .isEqualTo(404);
    }
}
