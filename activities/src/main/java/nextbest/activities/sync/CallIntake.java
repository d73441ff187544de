package nextbest.activities.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nextbest.deal.ActivityKind;
import nextbest.deal.Direction;
import nextbest.event.EventType;
import nextbest.event.SubjectRef;
import nextbest.identity.ExternalRef;
import nextbest.identity.TenantId;
import nextbest.signal.CueReader;
import nextbest.store.Store;
import nextbest.store.vendor.Talk;
import nextbest.store.vendor.TalkTraces;
import nextbest.store.vendor.VendorConnection;
import nextbest.vendors.CallLinks;
import nextbest.vendors.Json;
import nextbest.vendors.port.Conversation;
import nextbest.vendors.port.Conversation.Passage;
import nextbest.vendors.port.HeldCall;
import nextbest.vendors.port.HeldCall.Participant;
import nextbest.vendors.port.HeldCall.Side;
import nextbest.vendors.port.HeldCall.Tie;
import nextbest.vendors.port.HeldCall.TieKind;
import nextbest.vendors.port.Item;
import nextbest.vendors.port.Kind;
import nextbest.vendors.port.Source;
import nextbest.vendors.port.Statement;

/**
 * Takes recorded calls in: puts each to a deal, and only then reads what was said in it. A call of which nobody is sure enough is
 * listed and tried again; nothing that was said in it is read.
 */
final class CallIntake {
    /** Words that have not come by then do not come any more: what the trackers found has to do. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private static final Duration UNHEARD_AGAIN = Duration.ofMinutes(4);
    private static final Duration UNLINKED_AGAIN = Duration.ofHours(1);
    private static final Duration TRIED_FOR = Duration.ofDays(30);

    private final Store store;
    private final VendorIntake intake;
    private final CallSignals signals = new CallSignals(CueReader.english());

    CallIntake(Store store, VendorIntake intake) {
        this.store = store;
        this.intake = intake;
    }

    /** Where calls are taken in from. */
    record Line(TenantId tenant, VendorConnection connection, Conversation conversation) {
        String source() {
            return connection.source();
        }
    }

    /** Takes in those of the records that are calls. */
    VendorIntake.Taken take(Line line, List<Item> items) {
        Map<String, HeldCall> held = new LinkedHashMap<>();
        items.forEach(item -> item.call().ifPresent(call -> held.put(call.id(), call)));
        if (held.isEmpty()) {
            return new VendorIntake.Taken(0, 0);
        }
        Map<String, Talk> known = store.vendors().talks().find(line.tenant(), line.source(), held.keySet());
        Map<String, Talk> toHear = new LinkedHashMap<>();
        for (HeldCall call : held.values()) {
            Talk before = known.get(call.id());
            if (before != null && before.state() == Talk.State.LINKED && before.heard()) {
                continue;
            }
            Talk now = before != null && before.state() == Talk.State.LINKED ? before : linked(line, call);
            store.vendors().talks().keep(line.tenant(), line.source(), now);
            if (now.state() == Talk.State.LINKED) {
                toHear.put(call.id(), now);
            }
        }
        return hear(line, held, toHear);
    }

    /** Calls of which there may be news: their words have come, or their deal has become known. */
    VendorIntake.Taken takeDue(Line line) {
        List<String> due = store.vendors()
                .talks()
                .due(line.tenant(), line.source(), UNHEARD_AGAIN, UNLINKED_AGAIN, TRIED_FOR, Source.MOST_AT_ONCE);
        return again(line, due);
    }

    /** The latest linked calls are looked at whether they are still there: no vendor tells of a deletion. */
    VendorIntake.Taken takeAgain(Line line) {
        Instant since = store.time().realNow().minus(TRIED_FOR);
        VendorIntake.Taken taken = new VendorIntake.Taken(0, 0);
        List<String> all = store.vendors().talks().linkedSince(line.tenant(), line.source(), since, 1_000);
        for (int at = 0; at < all.size(); at += Source.MOST_AT_ONCE) {
            taken = taken.and(again(line, all.subList(at, Math.min(all.size(), at + Source.MOST_AT_ONCE))));
        }
        return taken;
    }

    private VendorIntake.Taken again(Line line, List<String> calls) {
        if (calls.isEmpty()) {
            return new VendorIntake.Taken(0, 0);
        }
        var reread = line.conversation().reread(Kind.CALL, new LinkedHashSet<>(calls));
        gone(line, reread.gone());
        return take(line, reread.items());
    }

    // ------------------------------------------------------------------------------------------------ linking

    private Talk linked(Line line, HeldCall call) {
        Set<String> buyers = emails(call, Side.BUYER);
        TalkTraces.Question question = new TalkTraces.Question(
                ties(call, TieKind.DEAL),
                ties(call, TieKind.CLIENT),
                call.ties().stream()
                        .map(Tie::system)
                        .filter(system -> !system.isEmpty())
                        .findFirst()
                        .orElse(""),
                Optional.ofNullable(line.connection().settings().get(CallLinks.CRM.key()))
                        .filter(said -> !said.isBlank()),
                buyers,
                emails(call, Side.OURS),
                passed(call.began()));
        List<Talk.Candidate> candidates = CallLinking.candidates(
                store.vendors().traces().traces(line.tenant(), question),
                !question.deals().isEmpty());
        Optional<Talk.Candidate> best = candidates.stream().findFirst();
        boolean sure = best.filter(one ->
                        one.confidence() >= CallLinks.from(line.connection().settings()))
                .isPresent();
        return new Talk(
                call.id(),
                call.began(),
                call.page(),
                sure ? Talk.State.LINKED : Talk.State.UNLINKED,
                best.filter(one -> sure).map(Talk.Candidate::deal),
                best.map(Talk.Candidate::confidence).orElse(0.0),
                best.map(Talk.Candidate::basis).orElse("nothing"),
                candidates.stream().limit(5).toList(),
                Optional.empty(),
                false);
    }

    private static Set<String> emails(HeldCall call, Side side) {
        return call.participants().stream()
                .filter(one -> one.side() == side)
                .flatMap(one -> one.email().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> ties(HeldCall call, TieKind kind) {
        return call.ties().stream()
                .filter(tie -> tie.kind() == kind)
                .map(Tie::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A vendor's clock may be ahead of ours. */
    private Instant passed(Instant at) {
        Instant now = store.time().now();
        return at.isAfter(now) ? now : at;
    }

    // ------------------------------------------------------------------------------------------------ hearing

    private VendorIntake.Taken hear(Line line, Map<String, HeldCall> held, Map<String, Talk> linked) {
        List<String> ids = List.copyOf(linked.keySet());
        List<Item> heard = new ArrayList<>();
        List<Talk> done = new ArrayList<>();
        for (int at = 0; at < ids.size(); at += Conversation.MOST_TRANSCRIPTS) {
            Set<String> some =
                    new LinkedHashSet<>(ids.subList(at, Math.min(ids.size(), at + Conversation.MOST_TRANSCRIPTS)));
            Map<String, List<Passage>> said = line.conversation().transcripts(some);
            for (String id : some) {
                if (said.containsKey(id) || isLongAgo(line, id)) {
                    heard.add(item(line, held.get(id), linked.get(id), said.getOrDefault(id, List.of())));
                    done.add(linked.get(id).asHeard());
                }
            }
        }
        VendorIntake.Taken taken = intake.take(line.tenant(), line.source(), heard);
        done.forEach(talk -> store.vendors().talks().keep(line.tenant(), line.source(), talk));
        return taken;
    }

    private boolean isLongAgo(Line line, String call) {
        return store.vendors()
                .talks()
                .foundAt(line.tenant(), line.source(), call)
                .filter(found -> found.isBefore(store.time().realNow().minus(PATIENCE)))
                .isPresent();
    }

    /** What a call amounts to: that it was held, and what the buyer let us know in it. */
    private Item item(Line line, HeldCall call, Talk talk, List<Passage> passages) {
        Optional<ExternalRef> deal =
                talk.deal().flatMap(one -> store.vendors().traces().nameOf(line.tenant(), one));
        if (deal.isEmpty()) {
            return new Item(Kind.CALL, call.id(), call.began(), List.of(), List.of());
        }
        SubjectRef subject = new SubjectRef(
                SubjectRef.Kind.DEAL, deal.get().source(), deal.get().id());
        Map<String, ExternalRef> people =
                store.vendors().traces().contacts(line.tenant(), new HashSet<>(emails(call, Side.BUYER)));
        List<Statement> says = new ArrayList<>();
        says.add(new Statement(
                "call:" + call.id(),
                EventType.ACTIVITY,
                Optional.of(subject),
                call.began(),
                false,
                activity(call, people)));
        signals.in(call, passages, line.connection().fields())
                .forEach(heard -> says.add(signal(call, subject, heard, people)));
        return new Item(Kind.CALL, call.id(), call.began(), says, List.of());
    }

    private static Map<String, Object> activity(HeldCall call, Map<String, ExternalRef> people) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", (call.meeting() ? ActivityKind.MEETING : ActivityKind.CALL).key());
        call.direction().map(Direction::key).ifPresent(key -> data.put("direction", key));
        data.put("minutes", Math.min(10_000, Math.round(call.length().toSeconds() / 60.0)));
        call.participants().stream()
                .filter(one -> one.side() == Side.BUYER)
                .flatMap(one -> one.email().map(people::get).stream())
                .findFirst()
                .ifPresent(person -> data.put("contact", reference(person)));
        return data;
    }

    private static Statement signal(
            HeldCall call, SubjectRef subject, CallSignals.Heard heard, Map<String, ExternalRef> people) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("signal", heard.type().key());
        if (!heard.topic().isBlank()) {
            data.put("topic", heard.topic());
        }
        if (!heard.quote().isBlank()) {
            data.put("quote", heard.quote());
        }
        heard.into().ifPresent(into -> data.put("secondsIn", Math.min(86_400, into.toSeconds())));
        call.page().ifPresent(page -> data.put("link", page));
        call.participants().stream()
                .filter(one -> heard.speaker().isPresent() && one.speaker().equals(heard.speaker()))
                .findFirst()
                .flatMap(Participant::email)
                .map(people::get)
                .ifPresent(person -> data.put("contact", reference(person)));
        return new Statement(
                "call:" + call.id() + ":" + heard.type().key() + mark(heard),
                EventType.SIGNAL,
                Optional.of(subject),
                call.began().plus(heard.into().orElse(Duration.ZERO)),
                false,
                data);
    }

    /** One competitor or feature is told from another; a signal without a topic is said once for a call. */
    private static String mark(CallSignals.Heard heard) {
        return heard.topic().isBlank() ? "" : ":" + Json.mark(heard.topic().toLowerCase(java.util.Locale.ROOT));
    }

    private static Map<String, Object> reference(ExternalRef person) {
        return Map.of("source", person.source(), "id", person.id());
    }

    // ------------------------------------------------------------------------------------------------ deleted calls

    /** What was said in a call that was deleted at the vendor no longer counts. */
    VendorIntake.Taken gone(Line line, Set<String> calls) {
        Map<String, Talk> known = store.vendors().talks().find(line.tenant(), line.source(), calls);
        List<Item> takenBack = new ArrayList<>();
        known.values().stream().filter(talk -> talk.state() != Talk.State.GONE).forEach(talk -> {
            List<Statement> says = store.vendors().talks().eventsOf(line.tenant(), line.source(), talk.call()).stream()
                    .map(event -> new Statement(
                            "gone:" + event,
                            EventType.CORRECTION,
                            Optional.empty(),
                            store.time().now(),
                            false,
                            Map.of("event", event, "retract", true)))
                    .toList();
            takenBack.add(new Item(Kind.CALL, talk.call(), talk.began(), says, List.of()));
        });
        VendorIntake.Taken taken = intake.take(line.tenant(), line.source(), takenBack);
        known.values().stream()
                .filter(talk -> talk.state() != Talk.State.GONE)
                .forEach(talk -> store.vendors()
                        .talks()
                        .keep(
                                line.tenant(),
                                line.source(),
                                new Talk(
                                        talk.call(),
                                        talk.began(),
                                        talk.page(),
                                        Talk.State.GONE,
                                        talk.deal(),
                                        talk.confidence(),
                                        talk.basis(),
                                        List.of(),
                                        talk.linkedBy(),
                                        true)));
        return taken;
    }
}
