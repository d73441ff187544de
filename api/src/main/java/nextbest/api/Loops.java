package nextbest.api;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import nextbest.identity.DecisionId;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.outcome.Answer;
import nextbest.store.feedback.AnswerResult;
import nextbest.time.BusinessClock;
import nextbest.workflows.Histories;
import nextbest.workflows.report.SendReportRequest;
import nextbest.workflows.report.SentReport;

/** The loops of the subjects, as the API needs them. */
public interface Loops {
    /** Events were stored: tells the subjects that are in the inbox. What fails here, a sweep of the inbox repeats. */
    void tell(TenantId tenant);

    /**
     * Hands an answer to the subject's loop and waits for what became of it.
     *
     * @param by the rep who says it; empty for someone who may answer for others, which the caller has checked
     * @param channel {@code api}, {@code page} or {@code mail}
     * @param actor id of who said it, never a name
     */
    AnswerResult answer(
            TenantId tenant, SubjectId subject, Answer answer, Optional<RepId> by, String channel, String actor);

    /** Has the subject decided now and waits for it; empty if the subject is closed or gone. */
    Optional<DecisionId> decideNow(TenantId tenant, SubjectId subject, String correlationId);

    /** The business clock was set: timers have to be set anew. Returns at once. */
    void clockSet(BusinessClock clock);

    /** Has all open deals of an organisation decided anew, because what may leave the house has changed. Returns at once. */
    void decideAll(TenantId tenant);

    /** Has some deals decided anew, as if they had news. Returns at once. */
    void decideAnew(TenantId tenant, Collection<SubjectId> subjects);

    /** Lets the loops of some deals present the cards that wait there, under their old keys. Returns at once. */
    void presentAgain(TenantId tenant, Collection<SubjectId> subjects);

    /**
     * Looks through everything that the workflow server keeps of an organisation.
     *
     * @param wanted is given one text after the other
     */
    Histories.Search searchHistories(TenantId tenant, Predicate<String> wanted);

    /** Has an organisation's model trained. Returns at once. */
    void train(TenantId tenant, String reason);

    /** Does what a screening that was opened is for: reads, screens, tells loops. Returns at once. */
    void screen(TenantId tenant, UUID screening);

    /** Who gets the loop report by mail, or when, was changed. Returns at once. */
    void reportsChanged(TenantId tenant);

    /** Sends a report that somebody asked for; empty if it is still on its way after a few seconds. */
    Optional<SentReport> sendReport(SendReportRequest request);

    /** What an operator can ask of a loop. */
    enum Command {
        /** News is kept, nothing is decided or sent. */
        PAUSE,
        /** A paused loop goes on, a stopped one starts anew. */
        RESUME,
        /** The card is withdrawn and the loop ends; it stays ended, whatever news comes, until it is resumed. */
        STOP
    }

    /** Asks something of one loop; one that is not running can be stopped for good and resumed, and nothing else. */
    void control(TenantId tenant, SubjectId subject, Command command);

    /** Asks something of the loops of all open deals. Returns at once. */
    void controlAll(TenantId tenant, Command command);

    /**
     * Makes the workflow server agree with the database: loops and digests that are missing are started where they stood, those
     * that must not be there are ended. Waits until it is done.
     *
     * @param rebuild ends all loops and digests and starts them anew, for a database that was restored from an older backup
     */
    Reconciled reconcile(TenantId tenant, boolean rebuild);
}
