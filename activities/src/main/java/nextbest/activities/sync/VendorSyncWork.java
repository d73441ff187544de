package nextbest.activities.sync;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import nextbest.activities.mail.CardMail;
import nextbest.deal.Stage;
import nextbest.identity.TenantId;
import nextbest.store.Store;
import nextbest.store.vendor.VendorCalls;
import nextbest.store.vendor.VendorConnection;
import nextbest.store.vendor.VendorPositions;
import nextbest.store.vendor.VendorPositions.Position;
import nextbest.store.vendor.VendorPositions.Refusal;
import nextbest.store.vendor.VendorPositions.Task;
import nextbest.vendors.Line;
import nextbest.vendors.Survey;
import nextbest.vendors.Vendor;
import nextbest.vendors.port.Capability;
import nextbest.vendors.port.ChangeFeed;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Page;
import nextbest.vendors.port.Reread;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.VendorTrouble;
import nextbest.vendors.webhook.Hint;
import nextbest.vendors.webhook.Hints;
import nextbest.vendors.webhook.Webhooks;
import nextbest.workflows.subjectloop.SubjectLoops;
import nextbest.workflows.vendor.VendorRequest;
import nextbest.workflows.vendor.VendorStep;
import nextbest.workflows.vendor.VendorSurvey;
import nextbest.workflows.vendor.VendorSyncActivities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a line, on the database and the vendor. How far it came is kept after every page. */
public final class VendorSyncWork implements VendorSyncActivities {
    private static final Logger LOG = LoggerFactory.getLogger(VendorSyncWork.class);

    /** A step reads on for as long; then it says that there is more. */
    private static final Duration STEP = Duration.ofSeconds(40);

    /** So many webhooks are worked through at once: their records are read once each. */
    private static final int CALLS = 1_000;

    private static final int TASKS = 200;

    /** Searches are late, and clocks differ: changes are read from so much before the last reading began. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    /** How long a stream of changes is listened to at a time; a heartbeat is due after 75 seconds. */
    private static final Duration LISTENING = Duration.ofSeconds(50);

    /** Under this kind the place in a stream is kept. */
    private static final String STREAM = "stream";

    private static final Duration BETWEEN_WALKS = Duration.ofHours(20);
    /** Webhooks that were worked through are kept so long to recognise those that come again. */
    private static final Duration KEPT = Duration.ofDays(3);

    private final Store store;
    private final SubjectLoops loops;
    private final VendorLines lines;
    private final VendorIntake intake;
    private final CallIntake calls;
    private final TaskWriting writing;
    private final TaskFollowUp followUp;

    /** @param vendors finds a vendor by its key */
    public VendorSyncWork(
            Store store, SubjectLoops loops, CardMail letters, Function<String, Optional<Vendor>> vendors) {
        this.store = Objects.requireNonNull(store, "store");
        this.loops = Objects.requireNonNull(loops, "loops");
        this.lines = new VendorLines(store, vendors);
        this.intake = new VendorIntake(store);
        this.calls = new CallIntake(store, intake);
        this.writing = new TaskWriting(store, letters);
        this.followUp = new TaskFollowUp(store, loops);
    }

    /** An open line with what a step needs to know of it. */
    private record Open(TenantId tenant, VendorConnection connection, Line line) {
        String source() {
            return connection.source();
        }

        /** Where calls are taken in from; empty if the vendor has none. */
        Optional<CallIntake.Line> talk() {
            return line.conversation().map(conversation -> new CallIntake.Line(tenant, connection, conversation));
        }

        List<Kind> kinds() {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind != Kind.TASK && line.capabilities().contains(kind.needs()))
                    .toList();
        }
    }

    private interface Work {
        VendorStep on(Open open);
    }

    private static final VendorStep NOTHING = new VendorStep(false, 0, 0, false);

    @Override
    public VendorSurvey survey(VendorRequest request) {
        TenantId tenant = new TenantId(request.tenant());
        VendorConnection connection = connection(tenant, request.source());
        try {
            Line line = lines.open(tenant, connection);
            Survey survey = line.survey();
            if (connection.writes()) {
                line.prepareWriting();
            }
            Map<String, String> missing = new TreeMap<>();
            survey.missing().forEach((capability, why) -> missing.put(capability.key(), why));
            if (connection.reads()) {
                listen(line).ifPresent(why -> missing.put(Capability.TELL_CHANGES.key(), why));
            }
            List<Stage> ours = store.tenants().stages(tenant);
            List<VendorSurvey.Stage> stages = survey.stages().stream()
                    .map(stage -> new VendorSurvey.Stage(
                            stage.id(),
                            stage.label(),
                            stage.end(),
                            stage.won(),
                            StageProposal.of(stage, ours).orElse("")))
                    .toList();
            return new VendorSurvey(
                    survey.account(), stages, survey.fields(), missing, samples(tenant, connection, stages));
        } catch (VendorTrouble e) {
            throw failure(tenant, request.source(), e);
        }
    }

    /** The first page of each kind, with the stages as proposed where nobody has said otherwise; nothing of it is kept. */
    private List<VendorSurvey.Sample> samples(
            TenantId tenant, VendorConnection connection, List<VendorSurvey.Stage> stages) {
        Map<String, String> mapping = new TreeMap<>(connection.stages());
        stages.stream()
                .filter(stage -> !stage.proposed().isEmpty())
                .forEach(stage -> mapping.putIfAbsent(stage.id(), stage.proposed()));
        Line line = lines.open(
                tenant,
                new VendorConnection(
                        connection.source(),
                        connection.vendor(),
                        connection.settings(),
                        connection.secrets(),
                        mapping,
                        connection.fields(),
                        connection.reads(),
                        connection.writes(),
                        connection.trouble()));
        List<VendorSurvey.Sample> samples = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind == Kind.TASK || !line.capabilities().contains(kind.needs())) {
                continue;
            }
            try {
                samples.add(sample(kind, line.source().read(kind, Optional.empty(), Optional.empty())));
            } catch (VendorTrouble e) {
                // said as missing already, or it will be said when it is read
                LOG.info("a look at {} of {} brought nothing", kind.key(), connection.source(), e);
            }
        }
        return samples;
    }

    private static VendorSurvey.Sample sample(Kind kind, Page page) {
        Map<String, Integer> leftOut = new TreeMap<>();
        page.items()
                .forEach(item -> item.oddities()
                        .forEach(odd -> leftOut.merge(odd.field() + ", allowed: " + odd.allowed(), 1, Integer::sum)));
        return new VendorSurvey.Sample(
                kind.key(),
                page.items().size(),
                page.next().isPresent(),
                leftOut.entrySet().stream()
                        .map(one -> one.getValue() + " x " + one.getKey())
                        .toList());
    }

    /** A line whose vendor may not be asked to call reads all the same, only later. */
    private static Optional<String> listen(Line line) {
        try {
            line.prepareListening();
            return Optional.empty();
        } catch (VendorTrouble e) {
            if (e.what() != VendorTrouble.Cause.FORBIDDEN && e.what() != VendorTrouble.Cause.REJECTED) {
                throw e;
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public VendorStep load(VendorRequest request) {
        return with(request, open -> open.connection().reads() ? readAll(open, Task.LOAD) : NOTHING);
    }

    @Override
    public VendorStep walk(VendorRequest request) {
        return with(request, open -> {
            if (!open.connection().reads()) {
                return NOTHING;
            }
            store.vendors().calls().forget(open.tenant(), open.source(), KEPT);
            // vendors give up an address that did not answer for days
            listen(open.line()).ifPresent(why -> LOG.warn("{} may not be asked to call: {}", open.source(), why));
            VendorStep step = readAll(open, Task.WALK);
            if (!step.more()) {
                open.talk().ifPresent(calls::takeAgain);
                tellLoops(open);
            }
            return step;
        });
    }

    /** Kind by kind, page by page, from where the last step left off. */
    private VendorStep readAll(Open open, Task task) {
        Instant until = store.time().realNow().plus(STEP);
        VendorIntake.Taken taken = new VendorIntake.Taken(0, 0);
        for (Kind kind : open.kinds()) {
            Position position = store.vendors()
                    .positions()
                    .find(open.tenant(), open.source(), kind.key(), task)
                    .filter(found -> found.ended().isEmpty() || isOver(found, task))
                    .orElseGet(() -> begin(open, kind, task));
            while (position.ended().isEmpty()) {
                Read read = page(open, kind, position);
                position = read.position();
                taken = taken.and(read.taken());
                if (store.time().realNow().isAfter(until)) {
                    tellLoops(open);
                    return new VendorStep(true, taken.items(), taken.refused(), false);
                }
            }
        }
        tellLoops(open);
        return new VendorStep(false, taken.items(), taken.refused(), false, listens(open));
    }

    private static boolean listens(Open open) {
        return open.line().changeFeed().isPresent();
    }

    private Position begin(Open open, Kind kind, Task task) {
        return store.vendors().positions().begin(open.tenant(), open.source(), kind.key(), task, Optional.empty());
    }

    /** A first reading is over for good; a walk is over until the next is due. */
    private boolean isOver(Position ended, Task task) {
        return task == Task.LOAD
                || ended.ended().orElseThrow().isAfter(store.time().realNow().minus(BETWEEN_WALKS));
    }

    private VendorIntake.Taken take(Open open, List<Item> items) {
        VendorIntake.Taken taken = intake.take(open.tenant(), open.source(), items);
        // what a call says is counted with the call
        int refused = open.talk().map(line -> calls.take(line, items).refused()).orElse(0);
        return new VendorIntake.Taken(taken.items(), taken.refused() + refused);
    }

    private record Read(Position position, VendorIntake.Taken taken) {}

    private Read page(Open open, Kind kind, Position position) {
        Page page = open.line().source().read(kind, position.since(), position.place());
        VendorIntake.Taken taken =
                take(open, page.items()).and(intake.gone(open.tenant(), open.source(), kind, page.gone()));
        Position next = new Position(
                position.kind(),
                position.task(),
                position.since(),
                page.next(),
                position.records() + page.items().size(),
                position.began(),
                page.next().isPresent()
                        ? Optional.empty()
                        : Optional.of(store.time().realNow()));
        store.vendors().positions().keep(open.tenant(), open.source(), next);
        Activity.getExecutionContext().heartbeat(next.records());
        return new Read(next, taken);
    }

    @Override
    public VendorStep changes(VendorRequest request) {
        return with(request, open -> {
            if (!open.connection().reads()) {
                return NOTHING;
            }
            VendorIntake.Taken taken = new VendorIntake.Taken(0, 0);
            Instant until = store.time().realNow().plus(STEP);
            boolean more = false;
            for (Kind kind : open.kinds()) {
                Position position = changesOf(open, kind);
                while (position.ended().isEmpty() && !more) {
                    Read read = page(open, kind, position);
                    position = read.position();
                    taken = taken.and(read.taken());
                    more = store.time().realNow().isAfter(until);
                }
            }
            if (!more) {
                taken = taken.and(open.talk().map(calls::takeDue).orElse(new VendorIntake.Taken(0, 0)));
            }
            tellLoops(open);
            int ended = open.line()
                    .tasks()
                    .map(tasks -> followUp.followAll(open.tenant(), open.source(), tasks))
                    .orElse(0);
            return new VendorStep(
                    more, taken.items() + ended, taken.refused(), !more && isWalkDue(open), listens(open));
        });
    }

    /** What came waits beside the webhooks before the place is kept: who dies between the two hears it again. */
    @Override
    public VendorStep listen(VendorRequest request) {
        return with(request, open -> {
            Optional<ChangeFeed> feed = open.line().changeFeed();
            if (!open.connection().reads() || feed.isEmpty()) {
                return NOTHING;
            }
            VendorPositions positions = store.vendors().positions();
            Position position = positions
                    .find(open.tenant(), open.source(), STREAM, Task.CHANGES)
                    .orElseGet(() ->
                            positions.begin(open.tenant(), open.source(), STREAM, Task.CHANGES, Optional.empty()));
            ChangeFeed.News news = feed.get().next(position.place(), LISTENING);
            int fresh = 0;
            for (String call : news.calls()) {
                fresh += store.vendors()
                                .calls()
                                .keep(open.tenant(), open.source(), call.getBytes(StandardCharsets.UTF_8))
                        ? 1
                        : 0;
            }
            positions.keep(
                    open.tenant(),
                    open.source(),
                    new Position(
                            STREAM,
                            Task.CHANGES,
                            position.since(),
                            news.place(),
                            position.records() + fresh,
                            position.began(),
                            Optional.empty()));
            return new VendorStep(false, fresh, 0, news.missed(), true);
        });
    }

    /** From a little before the last reading began; one that did not end is gone on with. */
    private Position changesOf(Open open, Kind kind) {
        VendorPositions positions = store.vendors().positions();
        Optional<Position> last = positions.find(open.tenant(), open.source(), kind.key(), Task.CHANGES);
        if (last.isPresent() && last.get().ended().isEmpty()) {
            return last.get();
        }
        Instant since = last.or(() -> positions.find(open.tenant(), open.source(), kind.key(), Task.LOAD))
                .map(Position::began)
                .orElseGet(() -> store.time().realNow())
                .minus(OVERLAP);
        return positions.begin(open.tenant(), open.source(), kind.key(), Task.CHANGES, Optional.of(since));
    }

    private boolean isWalkDue(Open open) {
        Instant now = store.time().realNow();
        return open.kinds().stream().anyMatch(kind -> {
            Instant last = store.vendors().positions().all(open.tenant(), open.source()).stream()
                    .filter(position -> position.kind().equals(kind.key()) && position.task() != Task.CHANGES)
                    .map(position -> position.ended().orElse(now))
                    .max(java.util.Comparator.naturalOrder())
                    .orElse(now);
            return last.isBefore(now.minus(BETWEEN_WALKS));
        });
    }

    @Override
    public VendorStep drain(VendorRequest request) {
        return with(request, open -> {
            VendorCalls calls = store.vendors().calls();
            List<VendorCalls.Waiting> waiting = calls.waiting(open.tenant(), open.source(), CALLS);
            Optional<Webhooks> webhooks = lines.vendor(open.connection()).webhooks();
            if (!open.connection().reads()) {
                return NOTHING;
            }
            // a person may have said which deal a call belongs to
            VendorIntake.Taken due = open.talk().map(this.calls::takeDue).orElse(new VendorIntake.Taken(0, 0));
            if (waiting.isEmpty() || webhooks.isEmpty()) {
                tellLoops(open);
                return new VendorStep(false, due.items(), due.refused(), false);
            }
            VendorIntake.Taken taken = reread(open, hints(open, webhooks.get(), waiting));
            calls.done(open.tenant(), open.source(), waiting);
            tellLoops(open);
            return new VendorStep(waiting.size() == CALLS, taken.items(), taken.refused(), false);
        });
    }

    /** A record that was called about a hundred times is read once. */
    private Map<Kind, Set<String>> hints(Open open, Webhooks webhooks, List<VendorCalls.Waiting> waiting) {
        Map<Kind, Set<String>> ids = new EnumMap<>(Kind.class);
        List<Refusal> refusals = new ArrayList<>();
        for (VendorCalls.Waiting call : waiting) {
            Hints hints = webhooks.read(call.body());
            for (Hint hint : hints.records()) {
                ids.computeIfAbsent(hint.kind(), kind -> new LinkedHashSet<>()).add(hint.id());
            }
            hints.oddities()
                    .forEach(odd -> refusals.add(new Refusal(
                            "webhook",
                            call.mark(),
                            odd.field(),
                            odd.seen(),
                            odd.allowed(),
                            store.time().realNow())));
        }
        store.vendors().positions().refuse(open.tenant(), open.source(), refusals);
        return ids;
    }

    private VendorIntake.Taken reread(Open open, Map<Kind, Set<String>> ids) {
        VendorIntake.Taken taken = new VendorIntake.Taken(0, 0);
        for (Map.Entry<Kind, Set<String>> entry : ids.entrySet()) {
            Kind kind = entry.getKey();
            List<String> all = List.copyOf(entry.getValue());
            for (int at = 0; at < all.size(); at += Source.MOST_AT_ONCE) {
                Set<String> some = new LinkedHashSet<>(all.subList(at, Math.min(all.size(), at + Source.MOST_AT_ONCE)));
                taken = taken.and(kind == Kind.TASK ? tasks(open, some) : records(open, kind, some));
                Activity.getExecutionContext().heartbeat(taken.items());
            }
        }
        return taken;
    }

    private VendorIntake.Taken tasks(Open open, Set<String> ids) {
        return new VendorIntake.Taken(
                open.line()
                        .tasks()
                        .map(tasks -> followUp.follow(open.tenant(), open.source(), tasks, ids))
                        .orElse(0),
                0);
    }

    private VendorIntake.Taken records(Open open, Kind kind, Set<String> ids) {
        if (!open.line().capabilities().contains(kind.needs())) {
            return new VendorIntake.Taken(0, 0);
        }
        Reread reread = open.line().source().reread(kind, ids);
        if (kind == Kind.CALL) {
            return take(open, reread.items())
                    .and(open.talk()
                            .map(line -> calls.gone(line, reread.gone()))
                            .orElse(new VendorIntake.Taken(0, 0)));
        }
        return intake.take(open.tenant(), open.source(), reread.items())
                .and(intake.gone(open.tenant(), open.source(), kind, reread.gone()));
    }

    @Override
    public VendorStep write(VendorRequest request) {
        return with(request, open -> {
            if (!open.connection().writes() || open.line().tasks().isEmpty()) {
                return NOTHING;
            }
            boolean once = open.line().capabilities().contains(Capability.WRITE_TASKS_ONCE);
            int written = writing.write(
                    open.tenant(), open.source(), open.line().tasks().get(), once, TASKS);
            return new VendorStep(written == TASKS, written, 0, false);
        });
    }

    private void tellLoops(Open open) {
        loops.forward(open.tenant(), store.inbox());
    }

    private VendorStep with(VendorRequest request, Work work) {
        TenantId tenant = new TenantId(request.tenant());
        VendorConnection connection = connection(tenant, request.source());
        try {
            VendorStep step = work.on(new Open(tenant, connection, lines.open(tenant, connection)));
            store.vendors().connections().trouble(tenant, request.source(), Optional.empty());
            return step;
        } catch (VendorTrouble e) {
            throw failure(tenant, request.source(), e);
        }
    }

    private VendorConnection connection(TenantId tenant, String source) {
        return store.vendors()
                .connections()
                .find(tenant, source)
                .orElseThrow(() ->
                        ApplicationFailure.newNonRetryableFailure("there is no connection " + source, NEEDS_A_PERSON));
    }

    /** What passes is tried again, after as long as the vendor says; the rest waits for a person, who reads why. */
    private ApplicationFailure failure(TenantId tenant, String source, VendorTrouble trouble) {
        store.vendors().connections().trouble(tenant, source, Optional.of(String.valueOf(trouble.getMessage())));
        String type = trouble.what().passing() ? trouble.what().name().toLowerCase(Locale.ROOT) : NEEDS_A_PERSON;
        return ApplicationFailure.newBuilder()
                .setMessage(trouble.getMessage())
                .setType(type)
                .setNonRetryable(!trouble.what().passing())
                .setNextRetryDelay(trouble.after().isZero() ? null : trouble.after())
                .build();
    }
}
