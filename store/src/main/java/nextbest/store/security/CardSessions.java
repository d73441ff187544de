package nextbest.store.security;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;

/**
 * Makes and reads the addresses of cards that are embedded in a CRM. Such an address is a session itself, because browsers
 * keep cookies from embedded pages: {@code PUBLIC_URL/e/TOKEN}, the token being base64url of the session and HMAC-SHA256
 * over it. It is good for one deal of one rep and for a short time.
 */
public final class CardSessions {
    /** No version of an answer link: neither is taken for the other. */
    private static final byte VERSION = 'E';

    private static final int BODY_BYTES = 1 + 3 * 16 + 8;
    private static final int SIGNATURE_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final LinkKeys keys;
    private final String base;

    /** @param publicUrl where people reach the pages */
    public CardSessions(LinkKeys keys, URI publicUrl) {
        this.keys = Objects.requireNonNull(keys, "keys");
        String text = publicUrl.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** The address to put into the frame. */
    public String url(CardSession session) {
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .put(VERSION)
                .putLong(session.tenant().value().getMostSignificantBits())
                .putLong(session.tenant().value().getLeastSignificantBits())
                .putLong(session.subject().value().getMostSignificantBits())
                .putLong(session.subject().value().getLeastSignificantBits())
                .putLong(session.rep().value().getMostSignificantBits())
                .putLong(session.rep().value().getLeastSignificantBits())
                .putLong(session.expires().getEpochSecond())
                .array();
        byte[] all = Arrays.copyOf(body, BODY_BYTES + SIGNATURE_BYTES);
        System.arraycopy(sign(session.tenant(), body), 0, all, BODY_BYTES, SIGNATURE_BYTES);
        return base + "/e/" + ENCODER.encodeToString(all);
    }

    /**
     * The session of a token; empty if it is not ours, was changed, or is over.
     *
     * @param now real time
     */
    public Optional<CardSession> read(String token, Instant now) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // the last character of base64 has spare bits: only the form that we make counts
        if (all.length != BODY_BYTES + SIGNATURE_BYTES
                || all[0] != VERSION
                || !ENCODER.encodeToString(all).equals(token)) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(all, 1, BODY_BYTES - 1);
        CardSession session = new CardSession(
                new TenantId(uuid(buffer)),
                new SubjectId(uuid(buffer)),
                new RepId(uuid(buffer)),
                Instant.ofEpochSecond(buffer.getLong()));
        byte[] signature = Arrays.copyOfRange(all, BODY_BYTES, all.length);
        boolean ours;
        try {
            ours = MessageDigest.isEqual(signature, sign(session.tenant(), Arrays.copyOf(all, BODY_BYTES)));
        } catch (org.jooq.exception.DataAccessException e) {
            // an organisation that does not exist has no key
            return Optional.empty();
        }
        return ours && session.expires().isAfter(now) ? Optional.of(session) : Optional.empty();
    }

    private byte[] sign(TenantId tenant, byte[] body) {
        return Hmac.sha256(keys.of(tenant), body);
    }

    private static UUID uuid(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
