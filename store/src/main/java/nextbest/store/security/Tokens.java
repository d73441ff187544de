package nextbest.store.security;

import static nextbest.store.schema.Tables.ACCESS_TOKEN;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.RepId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;
import nextbest.store.json.RecordJson;
import nextbest.store.schema.tables.records.AccessTokenRecord;

/**
 * Opaque bearer tokens: {@code nb_} and 256 random bits in base64url. The database holds their SHA-256 only, so a copy of it
 * opens no door. Expiry is real time: a token is about a program, not about a deal.
 */
public final class Tokens {
    public static final String PREFIX = "nb_";
    private static final int BYTES = 32;
    private static final int MAX_LABEL = 100;

    private final Database database;
    private final BusinessTime time;
    private final SecureRandom random = new SecureRandom();

    public Tokens(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /** Whether a token opens the door. */
    public enum State {
        VALID,
        EXPIRED,
        REVOKED
    }

    /**
     * What is known of a token.
     *
     * @param id names it in lists and for revocation; of no use for logging in
     * @param label what it is for, as its maker wrote
     * @param rep present for {@link Role#isPersonOfSales}
     */
    public record Token(
            String id,
            TenantId tenant,
            String label,
            Role role,
            Optional<RepId> rep,
            Instant realCreatedAt,
            Optional<Instant> realExpiresAt,
            Optional<Instant> realRevokedAt) {
        public State state(Instant realNow) {
            if (realRevokedAt.isPresent()) {
                return State.REVOKED;
            }
            return realExpiresAt.filter(end -> !end.isAfter(realNow)).isPresent() ? State.EXPIRED : State.VALID;
        }
    }

    /**
     * A token that was just made.
     *
     * @param secret what the caller presents; it is shown once and stored nowhere
     */
    public record Issued(String secret, Token token) {
        @Override
        public String toString() {
            return "Issued[secret=***, token=" + token + "]";
        }
    }

    /**
     * Makes a token.
     *
     * @param label 1 to 100 characters
     * @param rep present exactly for a role of a person of sales
     * @param validFor real time; empty: until revoked
     */
    public Issued issue(TenantId tenant, String label, Role role, Optional<RepId> rep, Optional<Duration> validFor) {
        if (label.isBlank() || label.length() > MAX_LABEL) {
            throw new IllegalArgumentException(
                    "a token needs a label of 1 to " + MAX_LABEL + " characters, but has " + label.length());
        }
        if (role.isPersonOfSales() != rep.isPresent()) {
            throw new IllegalArgumentException("a token of role " + role
                    + (rep.isPresent() ? " has no rep, but one was given" : " needs a rep, but none was given"));
        }
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        byte[] hash = hash(secret);
        Instant now = time.realNow();
        Token token = new Token(
                HexFormat.of().formatHex(hash),
                tenant,
                label,
                role,
                rep,
                now,
                validFor.map(now::plus),
                Optional.empty());
        database.onPlatform(transaction -> transaction
                .insertInto(ACCESS_TOKEN)
                .set(ACCESS_TOKEN.HASH, hash)
                .set(ACCESS_TOKEN.TENANT, tenant.value())
                .set(ACCESS_TOKEN.LABEL, label)
                .set(ACCESS_TOKEN.ROLE, role.name())
                .set(ACCESS_TOKEN.REP_ID, rep.map(RepId::value).orElse(null))
                .set(ACCESS_TOKEN.REAL_CREATED_AT, now)
                .set(ACCESS_TOKEN.REAL_EXPIRES_AT, token.realExpiresAt().orElse(null))
                .execute());
        return new Issued(secret, token);
    }

    /** The token that a caller presents, whatever its state; empty if there never was such a one. */
    public Optional<Token> find(String presented) {
        if (!presented.startsWith(PREFIX) || presented.length() > 100) {
            return Optional.empty();
        }
        byte[] hash = hash(presented);
        return database.onPlatform(transaction -> transaction
                .selectFrom(ACCESS_TOKEN)
                .where(ACCESS_TOKEN.HASH.eq(hash))
                .fetchOptional(Tokens::read));
    }

    /** The tokens of an organisation, the newest first. */
    public List<Token> all(TenantId tenant) {
        return database.onPlatform(transaction -> transaction
                .selectFrom(ACCESS_TOKEN)
                .where(ACCESS_TOKEN.TENANT.eq(tenant.value()))
                .orderBy(ACCESS_TOKEN.REAL_CREATED_AT.desc())
                .fetch(Tokens::read));
    }

    /**
     * Closes the door for a token, at once and for good.
     *
     * @return whether the organisation has such a token
     */
    public boolean revoke(TenantId tenant, String id) {
        byte[] hash;
        try {
            hash = HexFormat.of().parseHex(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
        Instant now = time.realNow();
        return database.onPlatform(transaction -> {
            boolean known = transaction.fetchExists(
                    ACCESS_TOKEN, ACCESS_TOKEN.HASH.eq(hash).and(ACCESS_TOKEN.TENANT.eq(tenant.value())));
            if (known) {
                transaction
                        .update(ACCESS_TOKEN)
                        .set(ACCESS_TOKEN.REAL_REVOKED_AT, now)
                        .where(ACCESS_TOKEN.HASH.eq(hash))
                        .and(ACCESS_TOKEN.REAL_REVOKED_AT.isNull())
                        .execute();
            }
            return known;
        });
    }

    /** Forgets tokens that ended before a real moment. */
    public int forgetEndedBefore(Instant real) {
        return database.onPlatform(transaction -> transaction
                .deleteFrom(ACCESS_TOKEN)
                .where(ACCESS_TOKEN.REAL_EXPIRES_AT.lt(real).or(ACCESS_TOKEN.REAL_REVOKED_AT.lt(real)))
                .execute());
    }

    private static byte[] hash(String secret) {
        return RecordJson.hash(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static Token read(AccessTokenRecord row) {
        return new Token(
                HexFormat.of().formatHex(row.getHash()),
                new TenantId(row.getTenant()),
                row.getLabel(),
                Role.valueOf(row.getRole()),
                Optional.ofNullable(row.getRepId()).map(RepId::new),
                row.getRealCreatedAt(),
                Optional.ofNullable(row.getRealExpiresAt()),
                Optional.ofNullable(row.getRealRevokedAt()));
    }
}
