package nextbest.api.connection;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nextbest.api.ApiSettings;
import nextbest.api.Lines;
import nextbest.api.request.BodyTooLarge;
import nextbest.api.security.Open;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.Vendors;
import nextbest.vendors.webhook.Incoming;
import nextbest.vendors.webhook.Verdict;
import nextbest.vendors.webhook.Webhooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Takes the calls of vendors: checked over the raw bytes, stored, answered. Nothing is read of them here. A call that is not the
 * vendor's learns nothing but that.
 */
@Controller
final class WebhookController {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);

    private final Store store;
    private final Lines lines;
    private final URI publicUrl;
    private final MeterRegistry meters;

    WebhookController(Store store, Lines lines, ApiSettings settings, MeterRegistry meters) {
        this.store = store;
        this.lines = lines;
        this.publicUrl = settings.publicUrl();
        this.meters = meters;
    }

    /** The address that a vendor is told to call. */
    static URI address(URI publicUrl, TenantId tenant, String source, String key) {
        return URI.create(
                publicUrl.toString().replaceAll("/+$", "") + "/webhooks/" + tenant + "/" + source + "/" + key);
    }

    @PostMapping("/webhooks/{tenant}/{source}/{key}")
    @Open(why = "the address is a secret of its own, and the body is signed by the vendor")
    ResponseEntity<String> take(
            @PathVariable String tenant,
            @PathVariable String source,
            @PathVariable String key,
            HttpServletRequest request)
            throws IOException {
        Optional<TenantId> organisation = tenantOf(tenant);
        Optional<VendorConnection> connection = organisation
                .filter(one -> source.matches("[a-z][a-z0-9-]{0,39}"))
                .flatMap(one -> store.vendors().connections().called(one, source, key));
        Optional<Webhooks> webhooks =
                connection.flatMap(one -> Vendors.find(one.vendor())).flatMap(v -> v.webhooks());
        if (webhooks.isEmpty()) {
            return counted("unknown", 404);
        }
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (BodyTooLarge e) {
            return counted("too-large", 413);
        }
        Incoming call = new Incoming(
                request.getMethod(),
                called(request),
                headers(request),
                body,
                store.time().realNow());
        return switch (webhooks.get().check(call, secrets(connection.get()))) {
            case Verdict.Forged(String reason) -> {
                LOG.warn("a call to {} was refused: {}", source, reason);
                yield counted("forged", 401);
            }
            case Verdict.Genuine() -> {
                boolean fresh = store.vendors()
                        .calls()
                        .keep(organisation.get(), source, webhooks.get().kept(call));
                lines.called(organisation.get(), source);
                Webhooks.Reply reply = webhooks.get().acknowledgement();
                count(fresh ? "taken" : "repeated");
                ResponseEntity.BodyBuilder answer = ResponseEntity.status(reply.status());
                yield reply.body().isEmpty()
                        ? answer.build()
                        : answer.contentType(MediaType.parseMediaType(reply.contentType()))
                                .body(reply.body());
            }
        };
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

    private void count(String result) {
        meters.counter("nextbest.webhooks", "result", result).increment();
    }

    private ResponseEntity<String> counted(String result, int status) {
        count(result);
        return ResponseEntity.status(status).build();
    }

    private static Optional<TenantId> tenantOf(String text) {
        try {
            return Optional.of(new TenantId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address as the vendor knows it: what a proxy or the caller says of itself is not asked. */
    private URI called(HttpServletRequest request) {
        String query = request.getQueryString();
        return URI.create(publicUrl.toString().replaceAll("/+$", "")
                + request.getRequestURI().substring(request.getContextPath().length())
                + (query == null ? "" : "?" + query));
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        Collections.list(request.getHeaderNames()).forEach(name -> headers.put(name, request.getHeader(name)));
        return headers;
    }
}
