-- What the live model learns from and what versions of it there are.

alter table decision add column context real[];
comment on column decision.context is 'the deal in numbers as the model saw it (DealContext), never recomputed';

alter table contribution add column changed bigint not null default 0;
comment on column contribution.changed is 'the transaction that wrote it last: who reads along asks for what was written since the oldest transaction that was running when it last asked';
create index contribution_changed on contribution (tenant, changed);

create function mark_contribution() returns trigger language plpgsql as $$
begin
    new.changed := pg_current_xact_id()::text::bigint;
    return new;
end $$;

create trigger contribution_changed before insert or update on contribution
    for each row execute function mark_contribution();

alter table model add column version integer not null check (version > 0);
alter table model add column parent uuid;
alter table model add column reason text not null;
alter table model add constraint model_version unique (tenant, version);
create unique index model_champion on model (tenant) where state = 'CHAMPION';
create unique index model_challenger on model (tenant) where state = 'CHALLENGER';
comment on column model.body is 'parameters as canonical JSON; what it has learned follows from them and the contributions';
comment on column model.parent is 'the version that it replaced or wanted to replace';

alter table rep add column may_explore boolean not null default true;
comment on column rep.may_explore is 'whether chance may put other recommendations than the best before this rep';

create table model_switch (
    tenant uuid primary key references tenant,
    off    boolean not null,
    reason text not null,
    actor  text not null,
    at     timestamptz not null
);
comment on table model_switch is 'the kill switch: while it is off, recommendations follow rule scores alone';

create table shadow_choice (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    model_id    uuid not null,
    slate       text[] not null,
    probabilities double precision[] not null,
    primary key (tenant, decision_id, model_id),
    foreign key (tenant, decision_id) references decision (tenant, id)
);
comment on table shadow_choice is 'what a challenger would have put on the card, and with which probability it would have shown what was shown there, by position';

alter table model_switch enable row level security;
create policy own_tenant on model_switch using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);
alter table shadow_choice enable row level security;
create policy own_tenant on shadow_choice using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute 'grant select, insert, update, delete on model_switch, shadow_choice to nextbest_app';
    end if;
end $$;
