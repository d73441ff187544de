package nextbest.standalone.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import nextbest.standalone.House;
import nextbest.standalone.parts.Credentials;
import nextbest.standalone.parts.EmbeddedPostgres;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes a large organisation out of a small one: deals that the loop has decided are copied with all that pages and reports
 * read of them. Each copy was decided several times, a day apart; its last card is delivered and viewed, of the earlier ones
 * some were accepted and some dismissed, some of the deals moved on.
 */
final class BenchCopies {
    private final PGSimpleDataSource owner;

    BenchCopies(House house, Path data) {
        Credentials who = EmbeddedPostgres.ownerIn(data)
                .orElseThrow(
                        () -> new IllegalStateException("the passwords of the database in " + data + " are missing"));
        owner = new PGSimpleDataSource();
        owner.setURL("jdbc:postgresql://" + house.addresses().get("postgres") + "/" + EmbeddedPostgres.DATABASE);
        owner.setUser(who.user());
        owner.setPassword(who.password());
    }

    private static final List<String> ROUNDS = List.of(
            // ---- deals
            "create table bench_deal as select gen_random_uuid() as id, t.subject_id as old, s.tenant, n"
                    + " from (select subject_id, tenant, row_number() over (order by name) - 1 as place, count(*) over () as all_ from deal where status = 'OPEN') t"
                    + " join subject s on s.tenant = t.tenant and s.id = t.subject_id"
                    + " join generate_series(0, DEALS - 1) n on n % t.all_ = t.place",
            "insert into subject (tenant, id, kind, rep_id, client_id, loop_stage, revision)"
                    + " select s.tenant, b.id, s.kind, (select r.id from (select id, row_number() over (order by length(name), name) - 1 as place, count(*) over () as all_ from rep) r where r.place = b.n % r.all_), s.client_id, 'TRACK', s.revision"
                    + " from bench_deal b join subject s on s.tenant = b.tenant and s.id = b.old",
            "insert into deal (tenant, subject_id, name, status, stage_key, stage_since, created_at, amount_minor, currency, close_date, product_id)"
                    + " select d.tenant, b.id, 'Copy ' || b.n, d.status, d.stage_key, d.stage_since, d.created_at, d.amount_minor, d.currency, d.close_date, d.product_id"
                    + " from bench_deal b join deal d on d.tenant = b.tenant and d.subject_id = b.old",
            "insert into external_ref (tenant, source, type, external_id, entity_id) select tenant, 'bench', 'deal', 'copy-' || n, id from bench_deal",
            // ---- decisions: the last one is the current one
            "create table bench_decision as select gen_random_uuid() as id, gen_random_uuid() as card, b.id as subject, b.tenant, k.decision_id as old, k.id as old_card, b.n, m,"
                    + " (select rep_id from subject s where s.tenant = b.tenant and s.id = b.id) as rep, interval '1 day' * m as before"
                    + " from bench_deal b join lateral (select decision_id, id from card where tenant = b.tenant and subject_id = b.old order by created_at desc limit 1) k on true"
                    + " cross join generate_series(0, EACH - 1) m",
            "create unique index on bench_decision (tenant, id)",
            "insert into decision (tenant, id, subject_id, rep_id, decided_at, reason, arm, mode, engine_version, catalogue_version, snapshot_hash, inputs, record_hash, candidates_total, off_slate, slate_probability, urgency, stage_kind, stage_position, segment, correlation_id, context)"
                    + " select d.tenant, b.id, b.subject, b.rep, d.decided_at - b.before, d.reason, d.arm, d.mode, d.engine_version, d.catalogue_version, d.snapshot_hash, d.inputs, d.record_hash, d.candidates_total, d.off_slate, d.slate_probability, d.urgency, d.stage_kind, d.stage_position, d.segment, d.correlation_id, d.context"
                    + " from bench_decision b join decision d on d.tenant = b.tenant and d.id = b.old",
            "insert into candidate (tenant, decision_id, ordinal, key, action, score, disposition, rule, probability, position, position_probabilities, detail)"
                    + " select c.tenant, b.id, c.ordinal, c.key, c.action, c.score, c.disposition, c.rule, c.probability, c.position, c.position_probabilities, c.detail"
                    + " from bench_decision b join candidate c on c.tenant = b.tenant and c.decision_id = b.old",
            "insert into card (tenant, id, decision_id, subject_id, rep_id, state, created_at, expires_at, content)"
                    + " select k.tenant, b.card, b.id, b.subject, b.rep, case when b.m = 0 then 'DELIVERED' else 'SUPERSEDED' end, k.created_at - b.before, k.expires_at - b.before, k.content"
                    + " from bench_decision b join card k on k.tenant = b.tenant and k.id = b.old_card",
            "insert into delivery (tenant, card_id, channel, delivered_at) select k.tenant, b.card, c.channel, k.created_at - b.before"
                    + " from bench_decision b join card k on k.tenant = b.tenant and k.id = b.old_card cross join (values ('mail'), ('page')) c (channel)",
            "insert into rep_disposition (tenant, decision_id, position, disposition, reason, at)"
                    + " select x.tenant, b.id, x.position, case when b.m = 0 then 'VIEWED' when (b.n + b.m + x.position) % 4 = 0 then 'ACCEPTED' when (b.n + b.m + x.position) % 9 = 0 then 'DISMISSED' else 'IGNORED' end,"
                    + " case when b.m > 0 and (b.n + b.m + x.position) % 4 <> 0 and (b.n + b.m + x.position) % 9 = 0 then 'WRONG_TIME' end, x.at - b.before"
                    + " from bench_decision b join rep_disposition x on x.tenant = b.tenant and x.decision_id = b.old",
            "insert into attribution (tenant, decision_id, position, subject_id, action, opened_at, answer_due, execution_due, advance_due, close_due, answered, executed, advanced, won)"
                    + " select a.tenant, b.id, a.position, b.subject, a.action, a.opened_at - b.before, a.answer_due - b.before, a.execution_due - b.before, a.advance_due - b.before, a.close_due - b.before,"
                    + " case when b.m > 0 then 'YES' else 'PENDING' end, 'PENDING', case when b.m > 0 and b.n % 3 = 0 then 'YES' else 'PENDING' end, 'PENDING'"
                    + " from bench_decision b join attribution a on a.tenant = b.tenant and a.decision_id = b.old",
            "insert into contribution (tenant, decision_id, position, action, stage_kind, segment, rep_id, month, delivered, viewed, accepted, dismissed, kept_back, overridden, executed, ignored, advance_observed, advanced, close_observed, won)"
                    + " select x.tenant, b.id, x.position, x.action, x.stage_kind, x.segment, b.rep, x.month, 1, 1, case when d.disposition = 'ACCEPTED' then 1 else 0 end, case when d.disposition = 'DISMISSED' then 1 else 0 end, 0, 0, 0,"
                    + " case when d.disposition = 'IGNORED' then 1 else 0 end, case when b.m > 0 and b.n % 3 = 0 then 1 else 0 end, case when b.m > 0 and b.n % 3 = 0 then 1 else 0 end, 0, 0"
                    + " from bench_decision b join contribution x on x.tenant = b.tenant and x.decision_id = b.old"
                    + " join rep_disposition d on d.tenant = b.tenant and d.decision_id = b.id and d.position = x.position",
            "drop table bench_decision",
            "drop table bench_deal");

    /** Copies until there are so many open deals and so many decisions about them; gives the ids of the copies, in their order. */
    List<String> make(int deals, int decisions) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // what these check is true of a copy because it is true of what was copied
            for (String table : List.of("decision", "candidate", "rep_disposition")) {
                statement.execute("alter table " + table + " disable trigger user");
            }
            for (String sql : ROUNDS) {
                statement.execute(sql.replace("DEALS", Integer.toString(deals))
                        .replace("EACH", Integer.toString(Math.max(1, decisions / deals))));
                if (sql.startsWith("insert into external_ref")) {
                    try (ResultSet rows = statement.executeQuery("select id from bench_deal order by n")) {
                        while (rows.next()) {
                            ids.add(rows.getString(1));
                        }
                    }
                }
            }
            for (String table : List.of("decision", "candidate", "rep_disposition")) {
                statement.execute("alter table " + table + " enable trigger user");
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("vacuum analyze");
        }
        return ids;
    }

    /** How many rows a table has. */
    int count(String table) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
