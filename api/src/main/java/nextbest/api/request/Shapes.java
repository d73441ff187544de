package nextbest.api.request;

import static nextbest.api.request.Shape.decimal;
import static nextbest.api.request.Shape.flag;
import static nextbest.api.request.Shape.may;
import static nextbest.api.request.Shape.moment;
import static nextbest.api.request.Shape.must;
import static nextbest.api.request.Shape.oneOf;
import static nextbest.api.request.Shape.text;
import static nextbest.api.request.Shape.whole;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nextbest.api.Loops;
import nextbest.deal.StageKind;
import nextbest.event.FieldType;
import nextbest.outcome.DismissReason;
import nextbest.outcome.KeepBackReason;
import nextbest.recommendation.Arm;
import nextbest.store.entity.EntityKind;
import nextbest.store.entity.EntityQueue;
import nextbest.store.security.Role;
import nextbest.store.team.TeamBook;
import nextbest.store.tenant.ReportSchedule;
import nextbest.store.tenant.Tenants;
import nextbest.store.trial.Trial;
import nextbest.store.whatif.WhatIf;

/** Every body that the API reads, by name. */
public final class Shapes {
    /** The most events of one batch. */
    public static final int MAX_EVENTS = 1_000;

    private static final FieldType FEEDBACK_DISPOSITION = new FieldType.Choice(
            Set.of("VIEWED", "ACCEPTED", "DISMISSED", "KEPT_BACK", "SNOOZED", "OVERRIDDEN", "EXECUTED"));

    private static final Map<String, Shape> ALL = byName(
            new Shape(
                    "EventBatch",
                    "News in a batch; each event is taken or refused by itself.",
                    List.of(new Shape.Part(
                            "events",
                            true,
                            "The news, at most " + MAX_EVENTS + ".",
                            new Shape.Form.Items("Event", 1, MAX_EVENTS)))),
            new Shape(
                    "DecisionRequest",
                    "How to decide; without members: now, for real, as the tenant's policy says.",
                    List.of(
                            may("dryRun", flag(), "Decide without storing or showing anything."),
                            may(
                                    "asOf",
                                    moment(),
                                    "Decide on what was known at this moment of business time; only with dryRun."),
                            may("arm", oneOf(Arm.class), "The arm of the trial to decide with; only with dryRun."),
                            may(
                                    "policy",
                                    new FieldType.Choice(Set.of("standard", "no-exploration")),
                                    "How the slate is chosen; only with dryRun."))),
            new Shape(
                    "Feedback",
                    "What the rep did with one recommendation of a card.",
                    List.of(
                            may(
                                    "id",
                                    text(200),
                                    "The sender's id of this answer: sent again, it gets the same answer and changes"
                                            + " nothing. Without it each request is a new answer."),
                            must("position", whole(1, 3), "1 for the main recommendation, 2 and 3 for alternatives."),
                            must("disposition", FEEDBACK_DISPOSITION, "What the rep did."),
                            may(
                                    "reason",
                                    new FieldType.Choice(reasons()),
                                    "Why; needed for DISMISSED (" + names(DismissReason.values()) + ") and KEPT_BACK ("
                                            + names(KeepBackReason.values()) + ")."),
                            may(
                                    "overriddenBy",
                                    text(80),
                                    "What was done instead: the key of an action of the catalogue, or words; needed"
                                            + " for OVERRIDDEN."),
                            may("snoozedUntil", moment(), "When to ask again, in business time; needed for SNOOZED."),
                            may("at", moment(), "When the rep did it, in business time; now if it is not said."))),
            new Shape(
                    "ClientAnswer",
                    "What the client made of a recommendation that was presented.",
                    List.of(
                            must("position", whole(1, 3), "1 for the main recommendation, 2 and 3 for alternatives."),
                            must(
                                    "disposition",
                                    new FieldType.Choice(Set.of("PRESENTED", "INTERESTED", "ACCEPTED", "REFUSED")),
                                    "PRESENTED when it was put before the client, then what the client said."),
                            may("channel", text(40), "How it was presented, for example EMAIL or MEETING."),
                            may("reason", text(200), "Why the client refused."),
                            may("at", moment(), "When, in business time; now if it is not said."))),
            new Shape(
                    "ConnectionChange",
                    "How to reach a vendor.",
                    List.of(
                            must("vendor", text(40), "Which vendor."),
                            new Shape.Part(
                                    "settings",
                                    false,
                                    "What it is told, secrets included; what is not sent stays as it is.",
                                    new Shape.Form.Objects(
                                            new Shape(
                                                    "ConnectionSetting",
                                                    "One setting.",
                                                    List.of(
                                                            must("key", text(40), "Which one."),
                                                            may(
                                                                    "value",
                                                                    text(10_000),
                                                                    "What it is; without a value it is forgotten."))),
                                            0,
                                            50)),
                            new Shape.Part(
                                    "stages",
                                    false,
                                    "What its stages are with us; what is not sent stays as it is.",
                                    new Shape.Form.Objects(
                                            new Shape(
                                                    "StagePair",
                                                    "A stage there and here.",
                                                    List.of(
                                                            must("theirs", text(80), "The vendor's id of the stage."),
                                                            must("ours", text(80), "Key of our stage."))),
                                            0,
                                            500)),
                            new Shape.Part(
                                    "fields",
                                    false,
                                    "Fields of a deal that the organisation has made there; what is not sent stays.",
                                    new Shape.Form.Objects(
                                            new Shape(
                                                    "FieldPair",
                                                    "A field here and there.",
                                                    List.of(
                                                            must(
                                                                    "ours",
                                                                    text(80),
                                                                    "Our field of a deal; for a tracker of calls a signal."),
                                                            must("theirs", text(80), "The vendor's name of it."))),
                                            0,
                                            100)),
                            may("reads", flag(), "Whether it is read."),
                            may("writes", flag(), "Whether cards are written there as tasks."))),
            new Shape(
                    "CallLink",
                    "The deal that a recorded call belongs to.",
                    List.of(
                            must("call", text(200), "The vendor's id of the call."),
                            must("deal", text(300), "Our id of the deal, SOURCE:ID, or its name."))),
            new Shape(
                    "Stages",
                    "The stages of the sales process.",
                    List.of(new Shape.Part(
                            "stages",
                            true,
                            "Stages to add or change; a stage of the same key is changed, others stay.",
                            new Shape.Form.Objects(
                                    new Shape(
                                            "StageChange",
                                            "One stage.",
                                            List.of(
                                                    may(
                                                            "key",
                                                            text(80),
                                                            "How deals name it, any case; the label if it is not said."),
                                                    must("label", text(80), "What people call it."),
                                                    must(
                                                            "kind",
                                                            oneOf(StageKind.class),
                                                            "What it means to the engine."),
                                                    must(
                                                            "position",
                                                            whole(0, 1_000),
                                                            "Its place; a deal that advances moves to a higher one."))),
                                    1,
                                    100)))),
            new Shape(
                    "CatalogueFiles",
                    "The files of a catalogue; one that is left out is that of the version in force.",
                    List.of(
                            may("triggers", text(500_000), "The content of triggers.yaml."),
                            may("actions", text(500_000), "The content of actions.yaml."),
                            may("patterns", text(500_000), "The content of patterns.yaml."))),
            new Shape(
                    "WhatIfRequest",
                    "Rules to try on recent decisions; what is not said stays as it was.",
                    List.of(
                            may(
                                    "weights",
                                    new FieldType.Many(whole(0, 100), 4),
                                    "Points of relevance, impact, urgency and feasibility; 100 together."),
                            may("cap", whole(0, 100), "Recommendations per deal and day."),
                            may(
                                    "switchedOff",
                                    new FieldType.Many(text(80), 100),
                                    "Keys of actions that are not shown."),
                            may("catalogue", text(80), "A version of the catalogue."),
                            may("decisions", whole(1, WhatIf.MOST), "How many of the latest; 1000 if not said."))),
            new Shape(
                    "ConflictChoice",
                    "Which side was taken in a contradiction.",
                    List.of(
                            must("shown", text(300), "The candidate on the card."),
                            must("kept", text(300), "The candidate that was kept off it."),
                            must("side", oneOf(TeamBook.Side.class), "The side that was taken."))),
            new Shape(
                    "TrialRequest",
                    "A trial to plan or to start.",
                    List.of(
                            must("name", text(100), "A short name."),
                            must("hypothesis", text(500), "What is believed, as a sentence."),
                            must(
                                    "measure",
                                    oneOf(Trial.Measure.class),
                                    "What is compared. ADVANCED, WON: of deals within the window. ACCEPTED: of cards."),
                            new Shape.Part(
                                    "arms",
                                    true,
                                    "The control first; each other arm is compared with it.",
                                    new Shape.Form.Objects(
                                            new Shape(
                                                    "TrialShare",
                                                    "An arm with its share.",
                                                    List.of(
                                                            must("arm", oneOf(Arm.class), "How it recommends."),
                                                            may(
                                                                    "share",
                                                                    decimal("0.01", "100"),
                                                                    "Relative to the sum of all; 1 if it is not said."))),
                                            2,
                                            4)),
                            must(
                                    "difference",
                                    decimal("-0.99", "0.99"),
                                    "The difference from the control's rate that is to be found, such as 0.05."),
                            may("cluster", oneOf(Trial.Cluster.class), "What is put into an arm; CLIENT if not said."),
                            may("windowDays", whole(1, 730), "How long a deal is watched; 30 if not said."),
                            may(
                                    "baseRate",
                                    decimal("0.001", "0.999"),
                                    "The control's rate; the organisation's own of the last year if not said."),
                            may("alpha", decimal("0.001", "0.2"), "Share of false alarms; 0.05 if not said."),
                            may("power", decimal("0.51", "0.99"), "Chance to find the difference; 0.8 if not said."),
                            may("dryRun", flag(), "Only say how large it has to be."),
                            may("evenIfTooSmall", flag(), "Start it although it could not find the difference."))),
            new Shape(
                    "ClockSetting",
                    "Where the business clock is put.",
                    List.of(must("now", moment(), "What business time becomes; not before what it is."))),
            new Shape(
                    "DraftingSetting",
                    "What an organisation wants of drafting.",
                    List.of(
                            must("switchedOn", flag(), "Whether anything is sent to a model."),
                            may("withNames", flag(), "Whether names are sent as they are; otherwise placeholders."),
                            may(
                                    "readNotes",
                                    flag(),
                                    "Whether notes, mails and summaries of calls are read for signals."),
                            may(
                                    "dailyBudgetMicros",
                                    whole(0, 2_000_000_000),
                                    "What may be spent per business day, in millionths of the endpoint's currency."))),
            new Shape(
                    "LoopControl",
                    "What is asked of a loop.",
                    List.of(must(
                            "command",
                            oneOf(Loops.Command.class),
                            "PAUSE: nothing is decided or sent. RESUME: go on. STOP: withdraw the card and end."))),
            new Shape(
                    "Range",
                    "A stretch of business time.",
                    List.of(
                            must("from", moment(), "From this moment on."),
                            must("until", moment(), "Up to this moment, which is not part of it."))),
            new Shape(
                    "Reconcile",
                    "How the workflow server is made to agree with the database.",
                    List.of(may("rebuild", flag(), "End all loops and start them anew; false if it is not said."))),
            new Shape(
                    "CardSessionRequest",
                    "For whom a card is opened in another program.",
                    List.of(
                            must(
                                    "rep",
                                    text(200),
                                    "The rep who looks at it there: our id, SOURCE:ID or mail address. Must be the deal's rep."))),
            new Shape(
                    "ModelSwitch",
                    "How the model is switched.",
                    List.of(
                            must("off", flag(), "true: rule scores alone decide. false: the model decides."),
                            must("reason", text(500), "Why; it is kept."))),
            new Shape(
                    "Exploration",
                    "Whether chance may decide what a rep is shown.",
                    List.of(
                            must("rep", text(255), "Our id, SOURCE:ID or mail address of a rep."),
                            must("allowed", flag(), "false: always the highest scores."))),
            new Shape(
                    "ProductNews",
                    "Something that changed in what is sold.",
                    List.of(
                            must("what", text(300), "What changed."),
                            may("action", text(80), "Key of the action that it is about; without: all."))),
            new Shape(
                    "ApprovalRequest",
                    "Something that managers are asked to approve.",
                    List.of(
                            must("catalogue", text(80), "The version of the catalogue."),
                            may("note", text(300), "Why it is wanted."))),
            new Shape(
                    "ApprovalAnswer",
                    "A manager's word.",
                    List.of(
                            must("approve", flag(), "true: it decides from now on. false: it does not."),
                            must("reason", text(300), "Why; it is kept with the answer."))),
            new Shape(
                    "ApprovalRule",
                    "Whether managers must approve.",
                    List.of(must(
                            "managersApprove",
                            flag(),
                            "true: releases of the catalogue and versions of the model wait for a manager."))),
            new Shape(
                    "TrainingRequest",
                    "A training of the model.",
                    List.of(may("reason", text(200), "Why; the version's record says it."))),
            new Shape(
                    "OntologyRelease",
                    "What the organisation calls its products, topics and the rest.",
                    List.of(must("yaml", text(500_000), "The file: version and sections (docs/products.md)."))),
            new Shape(
                    "ScreeningRequest",
                    "Why all clients are set against all products.",
                    List.of(must(
                            "occasion",
                            text(200),
                            "A product review, a changed house view, a note; shown in reports."))),
            new Shape(
                    "ProductAnswer",
                    "What became of a product that was proposed for a client.",
                    List.of(
                            must("candidate", text(36), "The id of the candidate."),
                            must(
                                    "disposition",
                                    new FieldType.Choice(
                                            Set.of("PRESENTED", "KEPT_BACK", "INTERESTED", "ACCEPTED", "REFUSED")),
                                    "PRESENTED or KEPT_BACK by the rep; INTERESTED, ACCEPTED or REFUSED by the client."),
                            may(
                                    "reason",
                                    text(200),
                                    "For KEPT_BACK one of " + names(KeepBackReason.values())
                                            + "; for REFUSED what the client said."))),
            new Shape(
                    "ProductAlertAnswer",
                    "What product management does about an alert.",
                    List.of(
                            must("alert", text(36), "The id of the alert."),
                            must(
                                    "answer",
                                    new FieldType.Choice(Set.of("ADOPTED", "REJECTED")),
                                    "Whether something changes."),
                            must("text", text(500), "What changes, or why not; sales read it with the product."))),
            new Shape(
                    "TopicSuggestion",
                    "A topic that research or product management should write about.",
                    List.of(
                            must("text", text(200), "The topic in a few words."),
                            may("client", text(200), "Who asked for it: our id, SOURCE:ID, or its name."))),
            new Shape(
                    "TopicSuggestionAnswer",
                    "What is made of a suggestion.",
                    List.of(
                            must("suggestion", text(36), "The id of the suggestion."),
                            must(
                                    "answer",
                                    new FieldType.Choice(Set.of("ADOPTED", "REJECTED")),
                                    "Whether something is written about it."),
                            must("text", text(500), "What is written and when, or why not."))),
            new Shape(
                    "MailStopLift",
                    "An address that takes mail again.",
                    List.of(must("address", text(320), "As the list of stopped addresses names it."))),
            new Shape(
                    "NameAnswer",
                    "What two names are to each other.",
                    List.of(
                            must("match", text(36), "The id of the pair."),
                            must(
                                    "answer",
                                    oneOf(EntityQueue.Answer.class),
                                    "SUBSIDIARY only of clients, SPLIT only of what is merged."))),
            new Shape(
                    "RecordMerge",
                    "Two records that are one.",
                    List.of(
                            must(
                                    "kind",
                                    oneOf(EntityKind.class),
                                    "Of words (competitors, industries, countries) there are no records."),
                            must("from", text(300), "The one that is given up: our id or SOURCE:ID."),
                            must("into", text(300), "The one that is kept: our id or SOURCE:ID."))),
            new Shape(
                    "ModeChange",
                    "Whether anything may leave the house.",
                    List.of(
                            must("mode", oneOf(Tenants.Mode.class), "SHADOW: nothing is sent. LIVE: cards are sent."),
                            may(
                                    "recipientDomains",
                                    new FieldType.Many(text(253), 50),
                                    "Domains that mail may go to, instead of those before."),
                            may(
                                    "desks",
                                    new FieldType.Many(text(200), 200),
                                    "Desks whose reps are shown cards, instead of those before; an empty list: all."),
                            may(
                                    "segments",
                                    new FieldType.Many(text(200), 200),
                                    "Segments whose deals are shown, instead of those before; an empty list: all."),
                            may(
                                    "share",
                                    decimal("0", "1"),
                                    "Share of deals that are shown; a deal within a share is within every larger one."))),
            new Shape(
                    "ReportScheduleChange",
                    "When the loop report goes out by mail; what is not said stays.",
                    List.of(
                            may("every", oneOf(ReportSchedule.Every.class), "How often; OFF: only when asked for."),
                            may(
                                    "day",
                                    oneOf(DayOfWeek.class),
                                    "On which day; MONTHLY: on the first such day of the month."),
                            may("hour", whole(0, 23), "At which hour, in the organisation's zone."))),
            new Shape(
                    "ReportRequest",
                    "To whom the loop report is to be sent now.",
                    List.of(must("person", text(254), "The log-in or address of somebody who may read reports."))),
            new Shape(
                    "ReportReaderChange",
                    "Who gets the loop report by mail, and where.",
                    List.of(
                            must("person", text(254), "The log-in or address of somebody who may read reports."),
                            may("wanted", flag(), "Whether this person gets it regularly."),
                            may(
                                    "address",
                                    text(254),
                                    "Where it goes; until one is said to the log-in, if that is an address."))),
            new Shape(
                    "TokenRequest",
                    "A token for a program.",
                    List.of(
                            must("label", text(100), "What it is for."),
                            must("role", oneOf(Role.class), "What it may do."),
                            may(
                                    "rep",
                                    text(255),
                                    "Whose deals: our id, SOURCE:ID or mail address of a rep; needed for REP and"
                                            + " MANAGER."),
                            may("validDays", whole(1, 3_650), "Real days until it expires; without: until revoked."))));

    private Shapes() {}

    /** @throws IllegalArgumentException if there is none of this name: a mistake in a controller */
    public static Shape named(String name) {
        Shape shape = ALL.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("there is no shape " + name + "; there are " + ALL.keySet());
        }
        return shape;
    }

    /** In the order in which they are described. */
    public static List<Shape> all() {
        return List.copyOf(ALL.values());
    }

    private static Map<String, Shape> byName(Shape... shapes) {
        Map<String, Shape> all = new LinkedHashMap<>();
        for (Shape shape : shapes) {
            all.put(shape.name(), shape);
        }
        return java.util.Collections.unmodifiableMap(all);
    }

    private static Set<String> reasons() {
        Set<String> reasons = new TreeSet<>();
        for (DismissReason reason : DismissReason.values()) {
            reasons.add(reason.name());
        }
        for (KeepBackReason reason : KeepBackReason.values()) {
            reasons.add(reason.name());
        }
        return reasons;
    }

    private static String names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).collect(Collectors.joining(", "));
    }
}
