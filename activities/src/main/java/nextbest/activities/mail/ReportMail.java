package nextbest.activities.mail;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import nextbest.activities.port.Mail;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.letter.ReportClaim;
import nextbest.store.security.ReportLinks;

/**
 * Writes the loop report and its alerts in English, with the days of the organisation's zone. Every attempt to send the same
 * thing carries the same Message-ID; an outcome that came between two attempts is in the second.
 */
public final class ReportMail {
    private final LetterSettings settings;
    private final StoredReportFacts facts;
    private final Store store;
    private final ReportLinks links;
    private final HtmlPart html = new HtmlPart();
    private final Map<ZoneId, Voice> voices = new ConcurrentHashMap<>();

    /** @param links make the addresses of pages, and the one that ends the mails */
    public ReportMail(LetterSettings settings, Store store, ReportLinks links) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.store = Objects.requireNonNull(store, "store");
        this.facts = new StoredReportFacts(store);
        this.links = Objects.requireNonNull(links, "links");
    }

    /**
     * The report of some days.
     *
     * @param from the first day, of the organisation's zone
     * @param until the day after the last one
     */
    public Mail.Message report(TenantId tenant, ReportClaim.Send claimed, LocalDate from, LocalDate until) {
        return report(tenant, claimed, facts.read(tenant, from, until), facts.topics(tenant));
    }

    Mail.Message report(TenantId tenant, ReportClaim.Send claimed, ReportFacts read, Map<String, String> topics) {
        Voice voice = voice(read.zone());
        ReportWording wording = new ReportWording(voice, links, tenant, claimed.reader(), topics);
        List<Mail.Picture> pictures = new ArrayList<>();
        ReportCharts.share(read.weeks()).ifPresent(png -> pictures.add(new Mail.Picture(ReportWording.SHARE, png)));
        ReportCharts.outcomes(read.weeks())
                .ifPresent(png -> pictures.add(new Mail.Picture(ReportWording.OUTCOMES, png)));
        return message(
                tenant,
                claimed,
                wording.report(read, pictures.stream().map(Mail.Picture::name).toList()),
                voice,
                pictures);
    }

    /** The alerts that were claimed; empty if all of them were answered meanwhile. */
    public Optional<Mail.Message> alerts(TenantId tenant, ReportClaim.Send claimed) {
        Set<UUID> wanted = Set.copyOf(claimed.alerts());
        List<ReportFacts.Alert> alerts = facts.alerts(tenant).stream()
                .filter(alert -> wanted.contains(alert.id()))
                .toList();
        if (alerts.isEmpty()) {
            return Optional.empty();
        }
        var organisation = store.tenants().get(tenant);
        return Optional.of(alerts(tenant, claimed, organisation.name(), ZoneId.of(organisation.zone()), alerts));
    }

    Mail.Message alerts(
            TenantId tenant,
            ReportClaim.Send claimed,
            String organisation,
            ZoneId zone,
            List<ReportFacts.Alert> alerts) {
        Voice voice = voice(zone);
        ReportWording wording = new ReportWording(voice, links, tenant, claimed.reader(), Map.of());
        return message(tenant, claimed, wording.alerts(organisation, alerts), voice, List.of());
    }

    private Voice voice(ZoneId zone) {
        return voices.computeIfAbsent(zone, Voice::english);
    }

    private Mail.Message message(
            TenantId tenant, ReportClaim.Send claimed, ReportLetter letter, Voice voice, List<Mail.Picture> pictures) {
        Map<String, String> headers = new LinkedHashMap<>();
        String end = links.unsubscribe(tenant, claimed.reader());
        // a reader's program takes the first that it can use (RFC 2369)
        headers.put("List-Unsubscribe", "<" + end + ">, " + settings.listUnsubscribe());
        if (end.startsWith("https:")) {
            // RFC 8058 has the program post to the address, without opening a page
            headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        // RFC 3834: so that no answering machine answers
        headers.put("Auto-Submitted", "auto-generated");
        return new Mail.Message(
                settings.messageId(claimed.outbox()),
                settings.from(),
                claimed.recipient(),
                letter.subject(),
                html.of(letter, voice),
                ReportText.of(letter),
                headers,
                pictures);
    }
}
