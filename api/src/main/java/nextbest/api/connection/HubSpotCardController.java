package nextbest.api.connection;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.ApiSettings;
import nextbest.api.Texts;
import nextbest.api.decision.Cards;
import nextbest.api.security.Open;
import nextbest.identity.TenantId;
import nextbest.recommendation.CardContent;
import nextbest.store.Store;
import nextbest.store.decision.CardView;
import nextbest.store.directory.RepEntry;
import nextbest.store.directory.Scope;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.CardSession;
import nextbest.store.security.CardSessions;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Vendors;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the app card on a deal's page in HubSpot shows. HubSpot asks in the name of the person who looks, adds who that is and
 * signs it all as it signs webhooks; the signature is checked over the public address from the configuration, and may be five
 * minutes old. It only reads, so that HubSpot's repeating does no harm: answers are given on the card's own page, which opens in
 * a frame.
 */
@RestController
final class HubSpotCardController {
    private static final Logger LOG = LoggerFactory.getLogger(HubSpotCardController.class);
    private static final String HUBSPOT = "hubspot";
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int REASONS = 3;

    private final Store store;
    private final SubjectDirectory directory;
    private final CardSessions sessions;
    private final Texts texts;
    private final URI publicUrl;

    HubSpotCardController(
            Store store, SubjectDirectory directory, CardSessions sessions, Texts texts, ApiSettings settings) {
        this.store = store;
        this.directory = directory;
        this.sessions = sessions;
        this.texts = texts;
        this.publicUrl = settings.publicUrl();
    }

    /**
     * What the card shows.
     *
     * @param state CARD; NONE: there is nothing to recommend now; OTHERS: the deal is another rep's; UNKNOWN: the deal or the
     *     person is not known
     * @param title empty unless CARD, as are the following
     * @param url of the card's own page, for a frame; a key for half an hour
     */
    record Shown(
            String state,
            Optional<String> title,
            Optional<Integer> score,
            Optional<String> urgency,
            List<String> why,
            Optional<String> url,
            Optional<Instant> expiresAt) {
        static Shown only(String state) {
            return new Shown(
                    state,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * @param deal HubSpot's id of the deal
     * @param userEmail who looks, as HubSpot adds it
     */
    @GetMapping("/apps/hubspot/{tenant}/{source}/card")
    @Open(why = "HubSpot signs who looks with the app's secret")
    ResponseEntity<Shown> card(
            @PathVariable String tenant,
            @PathVariable String source,
            @RequestParam String deal,
            @RequestParam(required = false) String userEmail,
            HttpServletRequest request) {
        Optional<TenantId> organisation = tenantOf(tenant);
        Optional<VendorConnection> connection = organisation
                .filter(one -> source.matches("[a-z][a-z0-9-]{0,39}"))
                .flatMap(one -> store.vendors().connections().find(one, source))
                .filter(one -> one.vendor().equals(HUBSPOT));
        if (connection.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        Webhooks signed =
                Vendors.find(HUBSPOT).flatMap(vendor -> vendor.webhooks()).orElseThrow();
        Verdict verdict = signed.check(
                new Incoming(
                        request.getMethod(),
                        called(request),
                        headers(request),
                        new byte[0],
                        store.time().realNow()),
                secrets(connection.get()));
        if (verdict instanceof Verdict.Forged(String reason)) {
            LOG.warn("a look at a card through {} was refused: {}", source, reason);
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(shown(organisation.get(), source, deal, userEmail == null ? "" : userEmail.strip()));
    }

    private Shown shown(TenantId tenant, String source, String deal, String email) {
        Optional<RepEntry> rep = email.isEmpty() ? Optional.empty() : directory.rep(tenant, email);
        Optional<SubjectEntry> subject = switch (directory.find(tenant, source + ":" + deal, new Scope.Everything())) {
            case SubjectDirectory.Found.One(SubjectEntry entry) -> Optional.of(entry);
            case SubjectDirectory.Found.None(), SubjectDirectory.Found.Several(List<SubjectEntry> _) ->
                Optional.empty();
        };
        if (rep.isEmpty() || subject.isEmpty()) {
            return Shown.only("UNKNOWN");
        }
        if (!subject.get().rep().equals(Optional.of(rep.get().id()))) {
            return Shown.only("OTHERS");
        }
        Optional<CardView> card =
                store.decisions().latestCard(tenant, subject.get().id()).filter(one -> Cards.isCurrent(one.state()));
        if (card.isEmpty()) {
            return Shown.only("NONE");
        }
        CardContent content = card.get().content();
        var words = texts.in(rep.get().zone());
        Instant expires = store.time().realNow().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
        return new Shown(
                "CARD",
                Optional.of(words.say(content.title())),
                Optional.of(content.points()),
                Optional.of(content.urgency().name()),
                content.why().stream()
                        .limit(REASONS)
                        .map(reason -> words.say(reason.text()))
                        .toList(),
                Optional.of(sessions.url(
                        new CardSession(tenant, subject.get().id(), rep.get().id(), expires))),
                Optional.of(expires));
    }

    private static Optional<TenantId> tenantOf(String text) {
        try {
            return Optional.of(new TenantId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> secrets(VendorConnection connection) {
        List<String> secrets = new ArrayList<>();
        for (String key : List.of(Webhooks.SECRET.key(), Webhooks.OLD_SECRET.key())) {
            Optional.ofNullable(connection.secrets().get(key))
                    .filter(secret -> !secret.isBlank())
                    .ifPresent(secrets::add);
        }
        return secrets;
    }

    /** The address as HubSpot knows it, from the configuration. */
    private URI called(HttpServletRequest request) {
        String query = request.getQueryString();
        return URI.create(publicUrl.toString().replaceAll("/+$", "")
                + request.getRequestURI().substring(request.getContextPath().length())
                + (query == null ? "" : "?" + query));
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        java.util.Collections.list(request.getHeaderNames())
                .forEach(name -> headers.put(name, request.getHeader(name)));
        return headers;
    }
}
