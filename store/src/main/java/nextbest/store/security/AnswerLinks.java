package nextbest.store.security;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import nextbest.identity.CardId;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;

/**
 * Makes and reads the signed links with which a rep answers from a mail. A link is {@code PUBLIC_URL/a/TOKEN}; the token is
 * base64url of the answer, a nonce and HMAC-SHA256 over both. The nonce is derived from the answer, so that a mail that is
 * made again carries the same links, and using one of them uses up both.
 */
public final class AnswerLinks {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int BODY_BYTES = 1 + 4 * 16 + 1 + 1 + 8 + NONCE_BYTES;
    private static final int SIGNATURE_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final LinkKeys keys;
    private final String base;

    /** @param publicUrl where people reach the pages, without a trailing slash needed, for example {@code https://nba.example.com} */
    public AnswerLinks(LinkKeys keys, URI publicUrl) {
        this.keys = Objects.requireNonNull(keys, "keys");
        String text = publicUrl.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** What a token turned out to be. */
    public sealed interface Reading {
        /**
         * Signed by us and not expired; whether it was used is not looked at here.
         *
         * @param nonce the key of its use
         */
        record Good(AnswerLink link, String nonce) implements Reading {}

        /** Signed by us, but its time is over. */
        record Expired(AnswerLink link) implements Reading {}

        /** Not signed by us, or changed on the way. */
        record Forged() implements Reading {}
    }

    /** The address that goes into a mail. */
    public String url(AnswerLink link) {
        return base + "/a/" + token(link);
    }

    /** The address of a deal's card page, for those who log in. */
    public String cardUrl(nextbest.identity.SubjectId subject) {
        return base + "/deals/" + subject;
    }

    String token(AnswerLink link) {
        byte[] key = keys.of(link.tenant());
        byte[] what = ByteBuffer.allocate(BODY_BYTES - NONCE_BYTES)
                .put(VERSION)
                .put(bytes(link.tenant().value()))
                .put(bytes(link.card().value()))
                .put(bytes(link.decision().value()))
                .put(bytes(link.rep().value()))
                .put((byte) link.position())
                .put(link.kind().letter())
                .putLong(link.expires().getEpochSecond())
                .array();
        byte[] nonce = Arrays.copyOf(Hmac.sha256(key, concat(new byte[] {0}, what)), NONCE_BYTES);
        byte[] body = concat(what, nonce);
        return ENCODER.encodeToString(concat(body, Hmac.sha256(key, body)));
    }

    /** @param now business time */
    public Reading read(String token, Instant now) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new Reading.Forged();
        }
        // the last character of base64 has spare bits: only the form that we make counts
        if (all.length != BODY_BYTES + SIGNATURE_BYTES
                || all[0] != VERSION
                || !ENCODER.encodeToString(all).equals(token)) {
            return new Reading.Forged();
        }
        ByteBuffer buffer = ByteBuffer.wrap(all, 1, BODY_BYTES - 1);
        TenantId tenant = new TenantId(uuid(buffer));
        byte[] body = Arrays.copyOf(all, BODY_BYTES);
        byte[] signature = Arrays.copyOfRange(all, BODY_BYTES, all.length);
        if (!MessageDigest.isEqual(signature, signatureOf(tenant, body))) {
            return new Reading.Forged();
        }
        CardId card = new CardId(uuid(buffer));
        DecisionId decision = new DecisionId(uuid(buffer));
        RepId rep = new RepId(uuid(buffer));
        int position = buffer.get();
        AnswerLink.Kind kind = AnswerLink.Kind.ofLetter(buffer.get());
        AnswerLink link =
                new AnswerLink(tenant, card, decision, position, kind, rep, Instant.ofEpochSecond(buffer.getLong()));
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        return link.expires().isAfter(now)
                ? new Reading.Good(link, ENCODER.encodeToString(nonce))
                : new Reading.Expired(link);
    }

    private byte[] signatureOf(TenantId tenant, byte[] body) {
        try {
            return Hmac.sha256(keys.of(tenant), body);
        } catch (org.jooq.exception.DataAccessException e) {
            // a tenant that does not exist has no key; an empty signature equals none
            return new byte[0];
        }
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static UUID uuid(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
