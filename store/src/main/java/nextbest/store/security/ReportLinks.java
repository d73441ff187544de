package nextbest.store.security;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.TenantId;

/**
 * The addresses in a report mail. Those of pages need a log-in; the one that ends the mails is {@code PUBLIC_URL/a/reports/TOKEN},
 * where the token is base64url of organisation and reader with HMAC-SHA256 over both. It does not expire: whoever finds an old
 * mail can end them too.
 */
public final class ReportLinks {
    private static final byte VERSION = 1;
    private static final int BODY_BYTES = 1 + 2 * 16;
    private static final byte[] PURPOSE = "report-reader".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final LinkKeys keys;
    private final String base;

    /** @param publicUrl where people reach the pages */
    public ReportLinks(LinkKeys keys, URI publicUrl) {
        this.keys = Objects.requireNonNull(keys, "keys");
        String text = publicUrl.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Whom a token is about. */
    public record Reader(TenantId tenant, UUID id) {}

    /** The page of a period; both days included. */
    public String page(LocalDate from, LocalDate to) {
        return base + "/reports/loop?from=" + from + "&to=" + to;
    }

    /** The same as a table for a spreadsheet. */
    public String csv(LocalDate from, LocalDate to) {
        return base + "/reports/loop.csv?from=" + from + "&to=" + to;
    }

    /** Where alerts are answered. */
    public String alerts() {
        return base + "/reports/loop#alerts";
    }

    /** Where suggestions of topics are answered. */
    public String suggestions() {
        return base + "/marketing";
    }

    /** Where a reader ends the mails. */
    public String unsubscribe(TenantId tenant, UUID reader) {
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .put(VERSION)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .putLong(reader.getMostSignificantBits())
                .putLong(reader.getLeastSignificantBits())
                .array();
        return base + "/a/reports/" + ENCODER.encodeToString(concat(body, signature(tenant, body)));
    }

    /** Reads a token; empty if it is not signed by us, or was changed on the way. */
    public Optional<Reader> read(String token) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // the last character of base64 has spare bits: only the form that we make counts
        if (all.length != BODY_BYTES + 32
                || all[0] != VERSION
                || !ENCODER.encodeToString(all).equals(token)) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(all, 1, BODY_BYTES - 1);
        TenantId tenant = new TenantId(new UUID(buffer.getLong(), buffer.getLong()));
        UUID reader = new UUID(buffer.getLong(), buffer.getLong());
        byte[] said = Arrays.copyOfRange(all, BODY_BYTES, all.length);
        try {
            return MessageDigest.isEqual(said, signature(tenant, Arrays.copyOf(all, BODY_BYTES)))
                    ? Optional.of(new Reader(tenant, reader))
                    : Optional.empty();
        } catch (org.jooq.exception.DataAccessException e) {
            // an organisation that does not exist has no key
            return Optional.empty();
        }
    }

    private byte[] signature(TenantId tenant, byte[] body) {
        return Hmac.sha256(keys.of(tenant), concat(PURPOSE, body));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
