package nextbest.store.loop;

import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.SUBJECT;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.store.Database;
import org.jooq.DSLContext;

/** Remembers of each subject's loop what must outlive it. */
public final class LoopStates {
    private final Database database;

    public LoopStates(Database database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** What is remembered. */
    public enum State {
        /** Nothing was decided yet. */
        IDLE,
        /** Decided; what comes of it is tracked. */
        TRACK,
        /** A person holds it: news is kept, nothing is decided or sent. */
        PAUSED,
        /** A person ended it; it stays ended until a person resumes it. */
        STOPPED,
        /** The deal is closed, and nothing is waited for any more. */
        ENDED
    }

    /** Empty if there is no such subject. */
    public Optional<State> of(TenantId tenant, SubjectId subject) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(SUBJECT.LOOP_STAGE)
                        .from(SUBJECT)
                        .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(subject.value()))
                        .fetchOptional(row -> State.valueOf(row.value1())));
    }

    /** A person ends the loop. */
    public void stop(TenantId tenant, SubjectId subject) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(SUBJECT)
                        .set(SUBJECT.LOOP_STAGE, State.STOPPED.name())
                        .where(SUBJECT.TENANT.eq(tenant.value()), SUBJECT.ID.eq(subject.value()))
                        .execute());
    }

    /** A person holds the loop, so that it is held too when it has to be started anew. */
    public void pause(TenantId tenant, SubjectId subject) {
        change(tenant, subject, State.PAUSED, List.of(State.IDLE, State.TRACK));
    }

    /** A person lets a held loop go on. */
    public void goOn(TenantId tenant, SubjectId subject) {
        change(tenant, subject, State.IDLE, List.of(State.PAUSED));
    }

    private boolean change(TenantId tenant, SubjectId subject, State to, List<State> from) {
        return database.inTenant(
                        tenant,
                        transaction -> transaction
                                .update(SUBJECT)
                                .set(SUBJECT.LOOP_STAGE, to.name())
                                .where(
                                        SUBJECT.TENANT.eq(tenant.value()),
                                        SUBJECT.ID.eq(subject.value()),
                                        SUBJECT.LOOP_STAGE.in(
                                                from.stream().map(Enum::name).toList()))
                                .execute())
                > 0;
    }

    /**
     * A person lets a stopped loop go on.
     *
     * @return whether it was stopped
     */
    public boolean resume(TenantId tenant, SubjectId subject) {
        return change(tenant, subject, State.IDLE, List.of(State.STOPPED));
    }

    /** The loop has nothing left to do, if its deal is closed and no result is waited for. */
    public void endIfOver(TenantId tenant, SubjectId subject) {
        database.doInTenant(
                tenant,
                transaction -> transaction
                        .update(SUBJECT)
                        .set(SUBJECT.LOOP_STAGE, State.ENDED.name())
                        .from(DEAL)
                        .where(
                                SUBJECT.TENANT.eq(tenant.value()),
                                SUBJECT.ID.eq(subject.value()),
                                SUBJECT.NEXT_DUE_AT.isNull(),
                                SUBJECT.LOOP_STAGE.ne(State.STOPPED.name()),
                                DEAL.TENANT.eq(SUBJECT.TENANT),
                                DEAL.SUBJECT_ID.eq(SUBJECT.ID),
                                DEAL.STATUS.ne("OPEN"))
                        .execute());
    }

    /** The loop came to this by itself; what a person stopped or holds stays so. */
    public static void reached(DSLContext transaction, TenantId tenant, SubjectId subject, State state) {
        transaction
                .update(SUBJECT)
                .set(SUBJECT.LOOP_STAGE, state.name())
                .where(
                        SUBJECT.TENANT.eq(tenant.value()),
                        SUBJECT.ID.eq(subject.value()),
                        SUBJECT.LOOP_STAGE.notIn(state.name(), State.STOPPED.name(), State.PAUSED.name()))
                .execute();
    }
}
