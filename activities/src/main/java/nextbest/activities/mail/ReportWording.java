package nextbest.activities.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import nextbest.identity.TenantId;
import nextbest.learning.statistics.Estimate;
import nextbest.learning.statistics.Proportion;
import nextbest.recommendation.Argument;
import nextbest.store.product.ProductReports;
import nextbest.store.report.Breakdown;
import nextbest.store.report.LoopReport;
import nextbest.store.report.MaterialReports;
import nextbest.store.report.Trend;
import nextbest.store.security.ReportLinks;

/** Says a report or its alerts for one reader: short enough to be read in a minute. */
final class ReportWording {
    static final String SHARE = "taken-up";
    static final String OUTCOMES = "outcomes";
    /** Lines of a list; the page has them all. */
    private static final int MOST = 5;

    private static final int MOST_NAMES = 3;

    /** What the columns of the second picture are made of, as the messages name it. */
    private static final List<String> PARTS = List.of("accepted", "dismissed", "keptback", "overridden", "open");

    private final Voice voice;
    private final ReportLinks links;
    private final TenantId tenant;
    private final UUID reader;
    private final Map<String, String> topics;

    /** @param topics what the organisation calls its topics, by key */
    ReportWording(Voice voice, ReportLinks links, TenantId tenant, UUID reader, Map<String, String> topics) {
        this.voice = voice;
        this.links = links;
        this.tenant = tenant;
        this.reader = reader;
        this.topics = topics;
    }

    /** @param drawn names of the pictures that could be drawn */
    ReportLetter report(ReportFacts facts, List<String> drawn) {
        Map<String, Argument> days = Map.of("from", new Argument.Day(facts.from()), "to", new Argument.Day(facts.to()));
        Proportion taken = taken(facts.now());
        Map<String, Argument> sums = new LinkedHashMap<>(days);
        sums.put("accepted", Argument.count(taken.successes()));
        sums.put("delivered", Argument.count(taken.trials()));
        sums.put("alerts", Argument.count(facts.alerts().size()));
        return new ReportLetter(
                voice.own(taken.trials() == 0 ? "report.subject.quiet" : "report.subject", sums),
                voice.own("report.preview", sums),
                voice.own("report.heading"),
                voice.own("report.days", days) + " · " + Words.fit(facts.organisation(), Voice.MOST),
                facts.isQuiet() ? List.of(voice.own("report.quiet")) : List.of(),
                facts.alerts().stream().limit(MOST).map(this::notice).toList(),
                facts.isQuiet() ? List.of() : figures(facts),
                facts.weeks().isEmpty() ? List.of() : pictures(facts.weeks(), drawn),
                sections(facts),
                List.of(
                        new ReportLetter.Link(voice.own("report.open"), links.page(facts.from(), facts.to())),
                        new ReportLetter.Link(voice.own("report.csv"), links.csv(facts.from(), facts.to()))),
                List.of(voice.own("report.numbers"), why(facts.organisation(), "report.why")),
                unsubscribe());
    }

    /** The letter that goes out at once. */
    ReportLetter alerts(String organisation, List<ReportFacts.Alert> alerts) {
        Map<String, Argument> first = Map.of(
                "first",
                Argument.words(notice(alerts.getFirst()).name()),
                "others",
                Argument.count(alerts.size() - 1L));
        return new ReportLetter(
                voice.own("report.alerts.subject", first),
                notice(alerts.getFirst()).words(),
                voice.own("report.alerts.heading", Map.of("count", Argument.count(alerts.size()))),
                Words.fit(organisation, Voice.MOST),
                List.of(),
                alerts.stream().limit(2L * MOST).map(this::notice).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new ReportLetter.Link(voice.own("report.alerts.open"), links.alerts())),
                List.of(why(organisation, "report.alerts.why")),
                unsubscribe());
    }

    private ReportLetter.Item notice(ReportFacts.Alert alert) {
        Map<String, Argument> said = new LinkedHashMap<>();
        said.put("name", words(alert.name()));
        alert.counts().forEach((name, count) -> said.put(name, Argument.count(count)));
        String key = "report.alert." + alert.kind().toLowerCase(Locale.ROOT);
        return new ReportLetter.Item(voice.own(key, said), voice.own(key + ".evidence", said));
    }

    private List<ReportLetter.Figure> figures(ReportFacts facts) {
        LoopReport now = facts.now();
        LoopReport before = facts.before();
        List<ReportLetter.Figure> figures = new ArrayList<>();
        figures.add(new ReportLetter.Figure(
                voice.own("report.figure.delivered"),
                count(taken(now).trials()),
                voice.own(
                        "report.figure.delivered.remark",
                        Map.of(
                                "before",
                                Argument.count(taken(before).trials()),
                                "decisions",
                                Argument.count(now.decisions())))));
        figures.add(new ReportLetter.Figure(
                voice.own("report.figure.taken"), count(taken(now).successes()), share(taken(now))));
        long dismissed = now.rep().getOrDefault("DISMISSED", 0L);
        long keptBack = now.rep().getOrDefault("KEPT_BACK", 0L);
        figures.add(new ReportLetter.Figure(
                voice.own("report.figure.refused"),
                voice.own(
                        "report.figure.refused.value",
                        Map.of("dismissed", Argument.count(dismissed), "keptback", Argument.count(keptBack))),
                voice.own(
                        "report.figure.refused.remark",
                        Map.of(
                                "open",
                                Argument.count(now.rep().getOrDefault("NO_ANSWER", 0L)
                                        + now.rep().getOrDefault("VIEWED", 0L)),
                                "other",
                                Argument.count(now.rep().getOrDefault("OVERRIDDEN", 0L))))));
        figures.add(new ReportLetter.Figure(
                voice.own("report.figure.won"), count(now.deals().getOrDefault("WON", 0L)), revenue(now.revenue())));
        return figures;
    }

    private String revenue(SortedMap<String, Long> revenue) {
        return revenue.isEmpty()
                ? voice.own("report.figure.won.none")
                : voice.own(
                        "report.figure.won.remark",
                        Map.of(
                                "amounts",
                                Argument.words(revenue.entrySet().stream()
                                        .map(e -> voice.own(
                                                "amount",
                                                Map.of("amount", new Argument.Amount(e.getValue(), e.getKey()))))
                                        .collect(Collectors.joining(" + ")))));
    }

    private static Proportion taken(LoopReport report) {
        long accepted = report.rep().getOrDefault("ACCEPTED", 0L) + report.rep().getOrDefault("EXECUTED", 0L);
        return new Proportion(
                accepted,
                report.rep().values().stream().mapToLong(Long::longValue).sum());
    }

    /** Never a share without its n and its interval. */
    private String share(Proportion of) {
        return share(of, "report.share");
    }

    /** Where n stands beside it already. */
    private String shortShare(long some, long of) {
        return share(new Proportion(some, of), "report.share.short");
    }

    private String share(Proportion of, String key) {
        return switch (of.estimate()) {
            case Estimate.Measured measured ->
                voice.own(
                        key,
                        Map.of(
                                "share", Argument.Share.of(measured.value()),
                                "low", Argument.Share.of(measured.lower()),
                                "high", Argument.Share.of(measured.upper()),
                                "n", Argument.count(of.trials())));
            case Estimate.TooLittleData _ -> voice.own(key + ".too-little", Map.of("n", Argument.count(of.trials())));
        };
    }

    private List<ReportLetter.Picture> pictures(List<Trend.Outcomes> weeks, List<String> drawn) {
        return List.of(
                picture(SHARE, drawn, weeks, "report.picture.share", List.of()),
                picture(OUTCOMES, drawn, weeks, "report.picture.outcomes", legend(weeks)));
    }

    private ReportLetter.Picture picture(
            String name, List<String> drawn, List<Trend.Outcomes> weeks, String key, List<ReportLetter.Colour> legend) {
        return new ReportLetter.Picture(
                drawn.contains(name) ? name : "",
                voice.own(key),
                weeks.stream()
                        .map(week -> voice.own(
                                key + ".week",
                                Map.of(
                                        "monday", new Argument.Day(week.monday()),
                                        "share", Argument.words(shortShare(week.accepted(), week.delivered())),
                                        "delivered", Argument.count(week.delivered()),
                                        "accepted", Argument.count(week.accepted()),
                                        "dismissed", Argument.count(week.dismissed()),
                                        "keptback", Argument.count(week.keptBack()),
                                        "overridden", Argument.count(week.overridden()),
                                        "open", Argument.count(week.open()))))
                        .collect(Collectors.joining("; ", voice.own(key + ".words") + " ", ".")),
                legend);
    }

    private List<ReportLetter.Colour> legend(List<Trend.Outcomes> weeks) {
        List<ReportLetter.Colour> legend = new ArrayList<>();
        for (int i = 0; i < PARTS.size(); i++) {
            if (ReportCharts.isThere(ReportCharts.PARTS.get(i), weeks)) {
                legend.add(
                        new ReportLetter.Colour(voice.own("report.part." + PARTS.get(i)), ReportCharts.COLOURS.get(i)));
            }
        }
        return legend;
    }

    private List<ReportLetter.Section> sections(ReportFacts facts) {
        List<ReportLetter.Section> sections = new ArrayList<>();
        add(sections, "report.answers", answers(facts), answersLink(facts));
        add(sections, "report.reasons", reasons(facts.now().reasons()), ReportLetter.Link.none());
        add(
                sections,
                "report.actions",
                facts.actions().stream()
                        .filter(line -> line.delivered() > 0)
                        .limit(MOST_NAMES)
                        .map(this::action)
                        .toList(),
                ReportLetter.Link.none());
        add(
                sections,
                "report.products",
                facts.products().stream()
                        .filter(line -> line.proposed() > 0)
                        .limit(MOST_NAMES)
                        .map(this::product)
                        .toList(),
                ReportLetter.Link.none());
        add(sections, "report.missing", missing(facts), ReportLetter.Link.none());
        return sections;
    }

    private void add(
            List<ReportLetter.Section> sections, String key, List<ReportLetter.Item> items, ReportLetter.Link link) {
        if (!items.isEmpty()) {
            sections.add(new ReportLetter.Section(voice.own(key), items, link));
        }
    }

    private List<ReportLetter.Item> answers(ReportFacts facts) {
        List<ReportLetter.Item> items = new ArrayList<>();
        if (!facts.alerts().isEmpty()) {
            items.add(new ReportLetter.Item(
                    "",
                    voice.own(
                            "report.answers.alerts",
                            Map.of("count", Argument.count(facts.alerts().size())))));
        }
        if (facts.suggestions() > 0) {
            items.add(new ReportLetter.Item(
                    "",
                    voice.own(
                            "report.answers.suggestions",
                            Map.of(
                                    "count",
                                    Argument.count(facts.suggestions()),
                                    "first",
                                    words(facts.firstSuggestion().orElse("–"))))));
        }
        return items;
    }

    private ReportLetter.Link answersLink(ReportFacts facts) {
        return new ReportLetter.Link(
                voice.own("report.answers.open"), facts.alerts().isEmpty() ? links.suggestions() : links.alerts());
    }

    /** The most frequent first. */
    private List<ReportLetter.Item> reasons(SortedMap<String, Long> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_NAMES)
                .map(e -> new ReportLetter.Item(
                        "",
                        voice.own(
                                "report.reason",
                                Map.of(
                                        "count",
                                        Argument.count(e.getValue()),
                                        "what",
                                        Argument.words(voice.own(
                                                "report.reason." + e.getKey().split("\\.", 2)[0])),
                                        "reason",
                                        Argument.words(voice.own("reason." + e.getKey()))))))
                .toList();
    }

    private ReportLetter.Item action(Breakdown.Line line) {
        String key = "action." + line.key() + ".name";
        return new ReportLetter.Item(
                capital(voice.knows(key) ? voice.say(key) : Words.fit(line.key(), Voice.MOST)),
                voice.own(
                        "report.action",
                        Map.of(
                                "delivered", Argument.count(line.delivered()),
                                "accepted", Argument.count(line.accepted()),
                                "share", Argument.words(shortShare(line.accepted(), line.delivered())),
                                "dismissed", Argument.count(line.dismissed()),
                                "keptback", Argument.count(line.keptBack()))));
    }

    private ReportLetter.Item product(ProductReports.Line line) {
        return new ReportLetter.Item(
                Words.fit(line.key(), Voice.MOST),
                voice.own(
                        "report.product",
                        Map.of(
                                "proposed", Argument.count(line.proposed()),
                                "presented", Argument.count(line.presented()),
                                "keptback", Argument.count(line.keptBack()),
                                "open", Argument.count(line.unanswered()),
                                "accepted", Argument.count(line.accepted()),
                                "interested", Argument.count(line.interested()),
                                "refused", Argument.count(line.refused()))));
    }

    private List<ReportLetter.Item> missing(ReportFacts facts) {
        List<ReportLetter.Item> items = new ArrayList<>();
        if (!facts.unserved().isEmpty()) {
            items.add(new ReportLetter.Item(
                    "",
                    voice.own(
                            "report.missing.clients",
                            Map.of(
                                    "count",
                                    Argument.count(facts.unserved().size()),
                                    "names",
                                    Argument.words(facts.unserved().stream()
                                            .limit(MOST_NAMES)
                                            .map(this::client)
                                            .collect(Collectors.joining(", ")))))));
        }
        facts.gaps().stream().limit(MOST_NAMES).map(this::gap).forEach(items::add);
        return items;
    }

    private String client(ProductReports.Unserved client) {
        String topic = client.topics().getFirst();
        return Words.fit(client.name(), Voice.MOST) + " (" + Words.fit(topics.getOrDefault(topic, topic), Voice.MOST)
                + ")";
    }

    private ReportLetter.Item gap(MaterialReports.Gap gap) {
        String key = "action." + gap.action() + ".name";
        return new ReportLetter.Item(
                "",
                voice.own(
                        "report.missing.material",
                        Map.of(
                                "action",
                                Argument.words(voice.knows(key) ? voice.say(key) : gap.action()),
                                "deals",
                                Argument.count(gap.deals()))));
    }

    private String why(String organisation, String key) {
        return voice.own(key, Map.of("organisation", words(organisation)));
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ENGLISH) + name.substring(1);
    }

    private ReportLetter.Link unsubscribe() {
        return new ReportLetter.Link(voice.own("report.unsubscribe"), links.unsubscribe(tenant, reader));
    }

    private String count(long count) {
        return voice.own("report.count", Map.of("count", Argument.count(count)));
    }

    private static Argument words(String words) {
        return Argument.words(Words.fit(words, Voice.MOST));
    }
}
