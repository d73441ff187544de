package nextbest.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nextbest.standalone.parts.Mailbox;
import nextbest.standalone.parts.ReceivedMail;
import nextbest.store.Store;
import nextbest.store.report.LoopReport;
import nextbest.store.tenant.Tenants;
import nextbest.vendors.hubspot.FakeHubSpot;

/**
 * What the receivers of a kill run saw. A mailbox that knows Message-IDs sees a repetition as the same mail; what it would see
 * without is counted against the open windows. The CRM has a unique key for each task: there nothing may come twice.
 */
final class KillsJudge {
    private final Mailbox mailbox;
    private final FakeHubSpot crm;
    private final Store store;
    private final Tenants.Tenant tenant;
    private final int deals;

    KillsJudge(Mailbox mailbox, FakeHubSpot crm, Store store, Tenants.Tenant tenant, int deals) {
        this.mailbox = mailbox;
        this.crm = crm;
        this.store = store;
        this.tenant = tenant;
        this.deals = deals;
    }

    /** How many cards the mailbox has, each counted once. */
    int cards() {
        return mailsByCard().size();
    }

    /** How many tasks the CRM has. */
    int tasks() {
        return crm.ids("tasks").size();
    }

    private Map<String, Integer> mailsByCard() {
        Map<String, Integer> mails = new HashMap<>();
        for (ReceivedMail mail : mailbox.all()) {
            mails.merge(mail.cardId().orElse("none"), 1, Integer::sum);
        }
        return mails;
    }

    /** Prints the table and keeps it in {@code target/kills.txt}; fails if something was lost or repeated. */
    void judge(String heading) {
        Map<String, Integer> mails = mailsByCard();
        Set<String> repeated = mails.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        // an attempt that was begun and never confirmed: the only place where a mail can be sent twice
        Set<String> windows =
                column("select jsonb_array_elements_text(payload -> 'cards') from outbox where attempts > 1");
        Set<String> outside = new HashSet<>(repeated);
        outside.removeAll(windows);
        Map<String, Set<String>> ids = new TreeMap<>();
        mailbox.all()
                .forEach(mail -> ids.computeIfAbsent(mail.cardId().orElse("none"), any -> new HashSet<>())
                        .add(mail.messageId().orElse("none")));
        long otherIds = ids.values().stream().filter(all -> all.size() > 1).count();
        Map<String, String> subjects = store.database()
                .inTenant(
                        tenant.id(),
                        transaction -> transaction.fetch("select id::text, subject_id::text from card").stream()
                                .collect(Collectors.toMap(
                                        row -> row.get(0, String.class), row -> row.get(1, String.class))));
        long served = mails.keySet().stream().map(subjects::get).distinct().count();
        Map<String, Long> tasks = crm.ids("tasks").stream()
                .flatMap(id -> crm.tied("tasks", id, "deals").stream())
                .collect(Collectors.groupingBy(deal -> deal, Collectors.counting()));
        long tasksTwice = tasks.values().stream().filter(n -> n > 1).count();
        Set<String> overCap = column("""
                select d.subject_id::text from candidate c join decision d on d.tenant = c.tenant and d.id = c.decision_id
                where c.disposition = 'DELIVERED' group by d.subject_id, d.decided_at::date having count(distinct c.key) > 3""");
        LoopReport report = store.reports()
                .of(
                        tenant.id(),
                        Instant.parse("2020-01-01T00:00:00Z"),
                        store.time().now().plus(Duration.ofDays(1)));
        String table = heading
                + """
                deals %d, decisions %d
                mailbox: cards %d, deals without a card %d, repeated %d, open windows %d, repeated outside them %d, under another Message-ID %d
                CRM: deals with a task %d, without %d, with two %d, calls refused for the limit %d
                over the cap %d, ledger adds up %s
                """.formatted(
                                deals,
                                column("select id::text from decision").size(),
                                mails.size(),
                                deals - served,
                                repeated.size(),
                                windows.size(),
                                outside.size(),
                                otherIds,
                                tasks.size(),
                                deals - tasks.size(),
                                tasksTwice,
                                crm.refused(),
                                overCap.size(),
                                report.addsUp());
        if (served < deals) {
            table += without(mails.keySet());
        }
        System.out.print(table);
        try {
            Files.writeString(Path.of("target", "kills.txt"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(served).as("deals whose card arrived").isEqualTo(deals);
        assertThat(outside).as("repeated outside an open window").isEmpty();
        assertThat(otherIds).isZero();
        assertThat(tasks).as("deals with a task in the CRM").hasSize(deals);
        assertThat(tasksTwice).as("deals with two tasks in the CRM").isZero();
        assertThat(overCap).isEmpty();
        assertThat(report.addsUp()).isTrue();
    }

    /** Where the deals stand that have no card in the mailbox. */
    private String without(Set<String> cards) {
        return "without a card:\n"
                + store.database()
                        .inTenant(
                                tenant.id(),
                                transaction -> transaction.fetch("""
                                        select s.id, (select count(*) from inbox i where i.subject_id = s.id) events,
                                          (select count(*) from inbox i where i.subject_id = s.id and real_signalled_at is null) untold,
                                          (select count(*) from decision d where d.subject_id = s.id) decisions,
                                          c.id card, c.state, o.state outbox, o.attempts, o.last_error, o.real_updated_at
                                        from subject s left join card c on c.subject_id = s.id
                                        left join outbox o on o.payload -> 'cards' @> to_jsonb(c.id::text)
                                        where s.kind = 'DEAL' and not exists (select 1 from card k where k.subject_id = s.id and k.id::text = any(?))""", new Object[] {cards.toArray(String[]::new)}))
                        .format();
    }

    private Set<String> column(String sql) {
        return store.database()
                .inTenant(
                        tenant.id(),
                        transaction -> new HashSet<>(transaction.fetch(sql).getValues(0, String.class)));
    }
}
