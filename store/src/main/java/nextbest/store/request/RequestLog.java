package nextbest.store.request;

import static nextbest.store.schema.Tables.API_REQUEST;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import nextbest.store.clock.BusinessTime;

/**
 * Answers by idempotency key. The first request with a key is carried out; a repeated one gets the same answer; another one
 * with the same key is refused.
 */
public final class RequestLog {
    /** A request that was begun and not ended for so long belongs to a process that died. */
    static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);

    private final Database database;
    private final BusinessTime time;

    public RequestLog(Database database, BusinessTime time) {
        this.database = Objects.requireNonNull(database, "database");
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * A request.
     *
     * @param endpoint method, path and caller: a key means something to one caller at one address only
     * @param key the caller's key, 1 to 255 characters
     * @param hash hexadecimal, of everything that makes the request
     */
    public record Request(TenantId tenant, String endpoint, String key, String hash) {}

    /** What to do with a request. */
    public sealed interface Begun {
        /** Nobody asked this before: carry it out and say what was answered. */
        record First() implements Begun {}

        /** It was answered before. */
        record Answered(int status, String body) implements Begun {}

        /** Somebody is carrying it out just now. */
        record UnderWay() implements Begun {}

        /** The key was used for another request. */
        record OtherRequest() implements Begun {}
    }

    public Begun begin(Request request) {
        Instant now = time.realNow();
        return database.inTenant(request.tenant(), transaction -> {
            int inserted = transaction
                    .insertInto(API_REQUEST)
                    .set(API_REQUEST.TENANT, request.tenant().value())
                    .set(API_REQUEST.ENDPOINT, request.endpoint())
                    .set(API_REQUEST.KEY, request.key())
                    .set(API_REQUEST.REQUEST_HASH, HexFormat.of().parseHex(request.hash()))
                    .set(API_REQUEST.REAL_CREATED_AT, now)
                    .onConflictDoNothing()
                    .execute();
            if (inserted == 1) {
                return new Begun.First();
            }
            var row = transaction
                    .selectFrom(API_REQUEST)
                    .where(API_REQUEST.TENANT.eq(request.tenant().value()))
                    .and(API_REQUEST.ENDPOINT.eq(request.endpoint()))
                    .and(API_REQUEST.KEY.eq(request.key()))
                    .forUpdate()
                    .fetchOne();
            if (row == null) {
                // given up between our insert and our look
                return new Begun.UnderWay();
            }
            if (!HexFormat.of().formatHex(row.getRequestHash()).equals(request.hash())) {
                return new Begun.OtherRequest();
            }
            if (row.getStatus() != null) {
                return new Begun.Answered(row.getStatus(), new String(row.getResponse(), StandardCharsets.UTF_8));
            }
            if (row.getRealCreatedAt().plus(ABANDONED_AFTER).isAfter(now)) {
                return new Begun.UnderWay();
            }
            row.setRealCreatedAt(now);
            row.update();
            return new Begun.First();
        });
    }

    /** Keeps the answer for those who ask again. */
    public void answered(Request request, int status, String body) {
        database.doInTenant(
                request.tenant(),
                transaction -> transaction
                        .update(API_REQUEST)
                        .set(API_REQUEST.STATUS, (short) status)
                        .set(API_REQUEST.RESPONSE, body.getBytes(StandardCharsets.UTF_8))
                        .where(API_REQUEST.TENANT.eq(request.tenant().value()))
                        .and(API_REQUEST.ENDPOINT.eq(request.endpoint()))
                        .and(API_REQUEST.KEY.eq(request.key()))
                        .execute());
    }

    /** Forgets a request that failed on our side, so that it can be tried again. */
    public void failed(Request request) {
        database.doInTenant(
                request.tenant(),
                transaction -> transaction
                        .deleteFrom(API_REQUEST)
                        .where(API_REQUEST.TENANT.eq(request.tenant().value()))
                        .and(API_REQUEST.ENDPOINT.eq(request.endpoint()))
                        .and(API_REQUEST.KEY.eq(request.key()))
                        .execute());
    }

    /** Forgets answers that were given before a real moment. */
    public int forgetBefore(TenantId tenant, Instant real) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .deleteFrom(API_REQUEST)
                        .where(API_REQUEST.TENANT.eq(tenant.value()))
                        .and(API_REQUEST.REAL_CREATED_AT.lt(real))
                        .execute());
    }
}
