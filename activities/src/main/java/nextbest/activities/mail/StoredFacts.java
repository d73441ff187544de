package nextbest.activities.mail;

import static nextbest.store.schema.Tables.CLIENT;
import static nextbest.store.schema.Tables.DEAL;
import static nextbest.store.schema.Tables.REP;
import static nextbest.store.schema.Tables.STAGE;
import static nextbest.store.schema.Tables.SUBJECT;
import static nextbest.store.schema.Tables.TENANT;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nextbest.identity.RepId;
import nextbest.identity.SubjectId;
import nextbest.identity.TenantId;
import nextbest.recommendation.Argument;
import nextbest.store.Database;

/** Reads them where they are kept. */
record StoredFacts(Database database) implements LetterFacts {
    @Override
    public Addressee addressee(TenantId tenant, RepId rep) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(REP.NAME, REP.ZONE, TENANT.NAME)
                        .from(REP)
                        .join(TENANT)
                        .on(TENANT.ID.eq(REP.TENANT))
                        .where(REP.TENANT.eq(tenant.value()), REP.ID.eq(rep.value()))
                        .fetchSingle(row -> new Addressee(row.value1(), ZoneId.of(row.value2()), row.value3())));
    }

    @Override
    public Map<SubjectId, Label> labels(TenantId tenant, List<SubjectId> subjects) {
        return database.inTenant(
                tenant,
                transaction -> transaction
                        .select(SUBJECT.ID, DEAL.NAME, CLIENT.NAME, STAGE.LABEL, DEAL.AMOUNT_MINOR, DEAL.CURRENCY)
                        .from(SUBJECT)
                        .leftJoin(DEAL)
                        .on(DEAL.TENANT.eq(SUBJECT.TENANT), DEAL.SUBJECT_ID.eq(SUBJECT.ID))
                        .leftJoin(CLIENT)
                        .on(CLIENT.TENANT.eq(SUBJECT.TENANT), CLIENT.ID.eq(SUBJECT.CLIENT_ID))
                        .leftJoin(STAGE)
                        .on(STAGE.TENANT.eq(DEAL.TENANT), STAGE.KEY.eq(DEAL.STAGE_KEY))
                        .where(SUBJECT.TENANT.eq(tenant.value()))
                        .and(SUBJECT.ID.in(
                                subjects.stream().map(SubjectId::value).toList()))
                        .fetchMap(
                                row -> new SubjectId(row.value1()),
                                row -> new Label(
                                        Optional.ofNullable(row.value2()),
                                        Optional.ofNullable(row.value3()),
                                        Optional.ofNullable(row.value4()),
                                        amount(row.value5(), row.value6()))));
    }

    private static Optional<Argument.Amount> amount(Long minor, String currency) {
        return minor == null || currency == null ? Optional.empty() : Optional.of(new Argument.Amount(minor, currency));
    }
}
