-- Reports over many decisions: what never changes of a decision is counted once, when it is stored.

alter table decision add column off_slate smallint[];
update decision d set off_slate = (
    select array[
        count(*) filter (where disposition = 'INELIGIBLE'), count(*) filter (where disposition = 'NOT_APPLICABLE'),
        count(*) filter (where disposition = 'UNSUITABLE'), count(*) filter (where disposition = 'IN_CONFLICT'),
        count(*) filter (where disposition = 'EXCLUDED_BY_GROUP'), count(*) filter (where disposition = 'CAPPED'),
        count(*) filter (where disposition = 'OUTRANKED'), count(*) filter (where disposition = 'SELECTED'),
        count(*) filter (where disposition = 'WITHHELD'), count(*) filter (where disposition = 'DELIVERY_FAILED'),
        count(*) filter (where disposition = 'DELIVERED')]::smallint[]
    from candidate c where c.tenant = d.tenant and c.decision_id = d.id and c.position is null);
alter table decision alter column off_slate set not null;
comment on column decision.off_slate is 'candidates without a position by engine disposition, in the order of the dispositions: INELIGIBLE, NOT_APPLICABLE, UNSUITABLE, IN_CONFLICT, EXCLUDED_BY_GROUP, CAPPED, OUTRANKED, SELECTED, WITHHELD, DELIVERY_FAILED, DELIVERED; such a candidate never gets another one';

create or replace function check_decision_adds_up() returns trigger language plpgsql as $$
declare
    wanted integer;
    kept   smallint[];
    seen   integer;
    off    smallint[];
begin
    select candidates_total, off_slate into wanted, kept from decision where tenant = new.tenant and id = new.id;
    select count(*), array[
            count(*) filter (where position is null and disposition = 'INELIGIBLE'), count(*) filter (where position is null and disposition = 'NOT_APPLICABLE'),
            count(*) filter (where position is null and disposition = 'UNSUITABLE'), count(*) filter (where position is null and disposition = 'IN_CONFLICT'),
            count(*) filter (where position is null and disposition = 'EXCLUDED_BY_GROUP'), count(*) filter (where position is null and disposition = 'CAPPED'),
            count(*) filter (where position is null and disposition = 'OUTRANKED'), count(*) filter (where position is null and disposition = 'SELECTED'),
            count(*) filter (where position is null and disposition = 'WITHHELD'), count(*) filter (where position is null and disposition = 'DELIVERY_FAILED'),
            count(*) filter (where position is null and disposition = 'DELIVERED')]::smallint[]
        into seen, off from candidate where tenant = new.tenant and decision_id = new.id;
    if seen <> wanted or off <> kept then
        raise exception 'decision % considered % candidates (% off the slate), but % (%) are stored', new.id, wanted, kept, seen, off
            using errcode = 'integrity_constraint_violation', constraint = 'decision_adds_up';
    end if;
    return null;
end $$;

create function check_off_slate_stays() returns trigger language plpgsql as $$
begin
    raise exception 'candidate % of decision % is off the slate and stays %', old.ordinal, old.decision_id, old.disposition
        using errcode = 'integrity_constraint_violation', constraint = 'off_slate_stays';
end $$;

create trigger off_slate_stays before update on candidate for each row
    when (old.position is null and (new.disposition <> old.disposition or new.position is not null))
    execute function check_off_slate_stays();

create index candidate_slate on candidate (tenant, decision_id) include (disposition) where position is not null;
drop index decision_time;
create index decision_time on decision (tenant, decided_at) include (id, subject_id, rep_id, segment, stage_kind, candidates_total, off_slate);

create index candidate_gap on candidate (tenant, decision_id) include (action) where rule = 'content-gap';
