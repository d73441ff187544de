-- Changes of a deal's record that reps made from a card.

create table record_change (
    tenant      uuid not null references tenant,
    id          uuid not null,
    key         text not null check (key ~ '^[A-Za-z0-9-]{1,100}$'),
    subject_id  uuid not null,
    decision_id uuid not null,
    position    smallint not null check (position >= 1),
    field       text not null check (field in ('STAGE', 'CLOSE_DATE', 'CONTACT_ROLES', 'DISCOUNT', 'LEGAL_REVIEW')),
    object      text not null,
    old_value   text not null,
    new_value   text not null,
    rep_id      uuid not null,
    asked_at    timestamptz not null,
    made_at     timestamptz,
    undo_asked_at timestamptz,
    undone_at   timestamptz,
    primary key (tenant, id),
    unique (tenant, key),
    check (undo_asked_at is null or made_at is not null),
    check (undone_at is null or undo_asked_at is not null),
    foreign key (tenant, subject_id) references subject (tenant, id),
    foreign key (tenant, decision_id) references decision (tenant, id)
);
create index record_change_subject on record_change (tenant, subject_id, asked_at);
comment on table record_change is 'who changed what in a deal''s record from a card; made_at is empty while it is not known that the record took it';

do $$
begin
    alter table record_change enable row level security;
    create policy own_tenant on record_change using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        grant select, insert, update, delete on record_change to nextbest_app;
    end if;
end $$;
