package nextbest.api.page.card;

import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import nextbest.api.problem.ProblemKind;
import nextbest.api.problem.Refusal;
import nextbest.api.security.Caller;
import nextbest.api.security.Open;
import nextbest.api.subject.Subjects;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.directory.RepEntry;
import nextbest.store.directory.SubjectDirectory;
import nextbest.store.directory.SubjectEntry;
import nextbest.store.security.CardSession;
import nextbest.store.security.CardSessions;
import nextbest.store.security.Role;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Vendors;
import nextbest.vendors.webhook.Panel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Takes the browser of a rep that a vendor sends with a signed request, and shows the card of the deal in the vendor's frame. */
@Controller
final class PanelController {
    private static final Logger LOG = LoggerFactory.getLogger(PanelController.class);

    private final CardSessions sessions;
    private final Subjects subjects;
    private final SubjectDirectory directory;
    private final Store store;

    PanelController(CardSessions sessions, Subjects subjects, SubjectDirectory directory, Store store) {
        this.sessions = sessions;
        this.subjects = subjects;
        this.directory = directory;
        this.store = store;
    }

    @PostMapping("/e/panel/{tenant}/{source}")
    @Open(why = "the request is signed by the vendor, short-lived, and taken once")
    ResponseEntity<Void> open(
            @PathVariable String tenant, @PathVariable String source, @RequestParam Map<String, String> form) {
        Optional<VendorConnection> connection = tenantOf(tenant)
                .filter(one -> source.matches("[a-z][a-z0-9-]{0,39}"))
                .flatMap(one -> store.vendors().connections().find(one, source));
        Optional<Panel> panel =
                connection.flatMap(one -> Vendors.find(one.vendor())).flatMap(vendor -> vendor.panel());
        if (panel.isEmpty()) {
            throw Refusal.notFound("panel", source);
        }
        Panel.Opening opening = panel.get()
                .open(
                        form.getOrDefault(panel.get().field(), ""),
                        Stream.of(Panel.SECRET, Panel.OLD_SECRET)
                                .map(secret -> connection.get().secrets().get(secret.key()))
                                .filter(Objects::nonNull)
                                .filter(secret -> !secret.isBlank())
                                .toList(),
                        new TreeMap<>(connection.get().settings()),
                        store.time().realNow());
        return switch (opening) {
            case Panel.Opening.Refused(String reason) -> {
                LOG.warn("a request for a card at {} was refused: {}", source, reason);
                throw Refusal.of(ProblemKind.FORBIDDEN, "the request for this card was refused: " + reason);
            }
            case Panel.Opening.Genuine genuine -> shown(tenantOf(tenant).orElseThrow(), source, genuine);
        };
    }

    private ResponseEntity<Void> shown(TenantId tenant, String source, Panel.Opening.Genuine genuine) {
        if (!store.vendors().calls().once(tenant, source, "panel:" + genuine.mark())) {
            LOG.warn("a request for a card at {} came a second time", source);
            throw Refusal.of(
                    ProblemKind.FORBIDDEN, "this request for a card was used before; reload the page that shows it");
        }
        RepEntry rep = directory
                .rep(tenant, source + ":" + genuine.rep())
                .orElseThrow(() -> Refusal.of(
                        ProblemKind.FORBIDDEN, "who is signed in there is no rep of ours, or was not read yet"));
        Caller caller = new Caller(tenant, Role.REP, Optional.of(rep.id()), "embedded card", "embedded-card");
        SubjectEntry subject = subjects.named(caller, source + ":" + genuine.deal());
        if (!subject.rep().equals(Optional.of(rep.id()))) {
            throw Refusal.of(ProblemKind.CONFLICT, "the deal is not this rep's; only its own rep can answer its card");
        }
        String url = sessions.url(new CardSession(
                tenant,
                subject.id(),
                rep.id(),
                store.time().realNow().plus(CardSessionController.LIFE).truncatedTo(ChronoUnit.SECONDS)));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(url))
                .build();
    }

    private static Optional<TenantId> tenantOf(String text) {
        try {
            return Optional.of(new TenantId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
