-- Products for clients: what documents are about, screenings with the ledger of what was proposed, and what product management makes of it.

alter table passage add column model text;
comment on column passage.model is 'the sentence model of the vector; vectors of different models are never compared';

create table ontology (
    tenant   uuid not null references tenant,
    version  integer not null check (version > 0),
    body     text not null,
    actor    text not null,
    known_at timestamptz not null,
    primary key (tenant, version)
);
comment on table ontology is 'the files of the ontology as people wrote them; the highest version counts';

create table document_read (
    tenant      uuid not null references tenant,
    document_id uuid not null,
    ontology_version integer not null,
    model       text not null,
    event_id    text not null,
    primary key (tenant, document_id),
    foreign key (tenant, document_id) references document (tenant, id)
);
comment on table document_read is 'with which ontology, model and text a document was read last; another one means: read again';

create table topic_mention (
    tenant      uuid not null references tenant,
    document_id uuid not null,
    position    integer not null,
    topic       text not null,
    strength    real not null check (strength > 0 and strength <= 1),
    terms       text[] not null,
    corrected   boolean not null,
    words_only  boolean not null,
    primary key (tenant, document_id, position, topic),
    foreign key (tenant, document_id, position) references passage (tenant, document_id, position) on delete cascade
);
create index topic_mention_topic on topic_mention (tenant, topic);

create table topic_correction (
    tenant  uuid not null references tenant,
    id      uuid not null,
    body    text not null,
    topic   text not null,
    belongs boolean not null,
    actor   text not null,
    at      timestamptz not null,
    primary key (tenant, id)
);

create table screening (
    tenant   uuid not null references tenant,
    id       uuid not null,
    occasion text not null,
    at       timestamptz not null,
    method   text not null,
    primary key (tenant, id)
);

create table client_screening (
    tenant       uuid not null references tenant,
    screening_id uuid not null,
    client_id    uuid not null,
    candidates   integer not null,
    proposed     integer not null check (proposed >= 0),
    capped       integer not null check (capped >= 0),
    ruled_out    integer not null check (ruled_out >= 0),
    outranked    integer not null check (outranked >= 0),
    primary key (tenant, screening_id, client_id),
    foreign key (tenant, screening_id) references screening (tenant, id),
    check (candidates = proposed + capped + ruled_out + outranked)
);
comment on table client_screening is 'every product that the client does not hold has exactly one disposition; those that were only outranked are counted, the others have a row';

create table product_candidate (
    tenant       uuid not null references tenant,
    id           uuid not null,
    screening_id uuid not null,
    client_id    uuid not null,
    product_id   uuid not null,
    disposition  text not null check (disposition in ('PROPOSED', 'CAPPED', 'RULED_OUT')),
    rule         text,
    place        smallint,
    hundredths   integer not null check (hundredths between 0 and 10000),
    lines        jsonb not null,
    rep_disposition text check (rep_disposition in ('NO_ANSWER', 'PRESENTED', 'KEPT_BACK')),
    rep_reason   text,
    rep_at       timestamptz,
    rep_actor    text,
    client_disposition text check (client_disposition in ('NO_ANSWER', 'INTERESTED', 'ACCEPTED', 'REFUSED')),
    client_reason text,
    client_at    timestamptz,
    primary key (tenant, id),
    unique (tenant, screening_id, client_id, product_id),
    foreign key (tenant, screening_id, client_id) references client_screening (tenant, screening_id, client_id),
    foreign key (tenant, product_id) references product (tenant, id),
    check ((disposition = 'PROPOSED') = (rep_disposition is not null)),
    check ((coalesce(rep_disposition, '') = 'PRESENTED') = (client_disposition is not null)),
    check ((coalesce(rep_disposition, '') = 'KEPT_BACK') = (rep_reason is not null)),
    check ((disposition = 'RULED_OUT') = (rule is not null))
);
create index product_candidate_client on product_candidate (tenant, client_id, screening_id);
create index product_candidate_product on product_candidate (tenant, product_id);

create function check_client_screening_adds_up() returns trigger language plpgsql as $$
declare
    seen integer;
begin
    select count(*) into seen from product_candidate
        where tenant = new.tenant and screening_id = new.screening_id and client_id = new.client_id;
    if seen <> new.proposed + new.capped + new.ruled_out then
        raise exception 'screening % of client % promises % candidates with a row, but % are stored', new.screening_id, new.client_id, new.proposed + new.capped + new.ruled_out, seen
            using errcode = 'integrity_constraint_violation', constraint = 'client_screening_adds_up';
    end if;
    return null;
end $$;

create constraint trigger client_screening_adds_up after insert or update on client_screening
    deferrable initially deferred for each row execute function check_client_screening_adds_up();

create table product_alert (
    tenant   uuid not null references tenant,
    id       uuid not null,
    kind     text not null check (kind in ('KEPT_BACK_RISES', 'TOPIC_RISES', 'UNSERVED')),
    about    text not null,
    on_day   date not null,
    evidence jsonb not null,
    answer   text check (answer in ('ADOPTED', 'REJECTED')),
    answer_text text,
    answered_by text,
    answered_at timestamptz,
    primary key (tenant, id),
    unique (tenant, kind, about, on_day),
    check ((answer is null) = (answered_at is null))
);
comment on table product_alert is 'what product management should look at, and what it answered; the answer is shown to sales';

do $$
declare
    t text;
begin
    foreach t in array array['ontology', 'document_read', 'topic_mention', 'topic_correction', 'screening', 'client_screening', 'product_candidate', 'product_alert']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute 'revoke delete on client_screening, product_candidate from nextbest_app';
    end if;
end $$;
