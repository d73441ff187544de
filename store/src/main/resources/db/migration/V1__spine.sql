-- The spine. Conventions:
--   * every row of an organisation carries its tenant; primary keys start with it; row-level security lets the
--     application role see only rows of the tenant named in the setting nextbest.tenant;
--   * ids are version 7 UUIDs made by us; what other systems call a thing is in external_ref;
--   * money is minor units and an ISO 4217 code; timestamps are business time unless the name starts with real_;
--   * facts are bitemporal: occurred_at is when it happened, known_at when we could know. As-of questions use known_at.

-- ---------------------------------------------------------------- platform (not of one tenant)

create table tenant (
    id          uuid primary key,
    key         text not null unique check (key ~ '^[a-z][a-z0-9-]{0,62}$'),
    name        text not null,
    mode        text not null default 'SHADOW' check (mode in ('SHADOW', 'LIVE')),
    currency    char(3) not null default 'EUR',
    zone        text not null default 'UTC',
    settings    jsonb not null default '{}',
    real_created_at timestamptz not null
);
comment on column tenant.mode is 'SHADOW: decisions are made and stored, nothing leaves the house (go-live switches)';

create table business_clock (
    only_row       boolean primary key default true check (only_row),
    business_start timestamptz not null,
    real_start     timestamptz not null,
    rate           double precision not null check (rate > 0),
    version        bigint not null
);

create table access_token (
    hash        bytea primary key,
    tenant      uuid not null references tenant,
    label       text not null,
    role        text not null check (role in ('REP', 'MANAGER', 'PRODUCT_MANAGER', 'MARKETING', 'TOP_MANAGEMENT', 'OPERATOR', 'INTEGRATION')),
    rep_id      uuid,
    real_created_at timestamptz not null,
    real_expires_at timestamptz,
    real_revoked_at timestamptz
);
comment on column access_token.hash is 'SHA-256 of the token; the token itself is shown once and stored nowhere';

create table account (
    login         text primary key,
    tenant        uuid not null references tenant,
    password_hash text not null,
    role          text not null check (role in ('REP', 'MANAGER', 'PRODUCT_MANAGER', 'MARKETING', 'TOP_MANAGEMENT', 'OPERATOR', 'INTEGRATION')),
    rep_id        uuid,
    real_created_at timestamptz not null
);

-- ---------------------------------------------------------------- who and what

create table external_ref (
    tenant      uuid not null references tenant,
    source      text not null,
    type        text not null,
    external_id text not null check (length(external_id) <= 255),
    entity_id   uuid not null,
    primary key (tenant, source, type, external_id)
);
create index external_ref_entity on external_ref (tenant, entity_id);

create table desk (
    tenant uuid not null references tenant,
    id     uuid not null,
    name   text not null,
    primary key (tenant, id),
    unique (tenant, name)
);

create table book (
    tenant  uuid not null references tenant,
    id      uuid not null,
    name    text not null,
    desk_id uuid,
    primary key (tenant, id),
    unique (tenant, name),
    foreign key (tenant, desk_id) references desk (tenant, id)
);

create table rep (
    tenant     uuid not null references tenant,
    id         uuid not null,
    name       text not null,
    email      text,
    zone       text not null default 'UTC',
    work_from  smallint not null default 9 check (work_from between 0 and 23),
    work_until smallint not null default 17 check (work_until between 1 and 24),
    manager_id uuid,
    desk_id    uuid,
    book_id    uuid,
    region     text,
    skills     text[],
    capacity_minutes_per_day integer check (capacity_minutes_per_day between 0 and 1440),
    since      date,
    primary key (tenant, id),
    check (work_from < work_until),
    foreign key (tenant, manager_id) references rep (tenant, id) deferrable initially deferred,
    foreign key (tenant, desk_id) references desk (tenant, id),
    foreign key (tenant, book_id) references book (tenant, id)
);
create index rep_manager on rep (tenant, manager_id);

create table rep_absence (
    tenant      uuid not null references tenant,
    id          uuid not null,
    rep_id      uuid not null,
    absent_from timestamptz not null,
    absent_until timestamptz not null check (absent_until > absent_from),
    kind        text not null,
    primary key (tenant, id),
    foreign key (tenant, rep_id) references rep (tenant, id)
);
create index rep_absence_rep on rep_absence (tenant, rep_id);

create table company (
    tenant    uuid not null references tenant,
    id        uuid not null,
    name      text not null,
    parent_id uuid,
    industry  text,
    region    text,
    employees bigint check (employees >= 0),
    synonyms  text[] not null default '{}',
    primary key (tenant, id),
    foreign key (tenant, parent_id) references company (tenant, id) deferrable initially deferred
);

create table client (
    tenant     uuid not null references tenant,
    id         uuid not null,
    name       text not null,
    company_id uuid,
    parent_id  uuid,
    industry   text,
    segment    text,
    region     text,
    country    text,
    employees  bigint check (employees >= 0),
    revenue_minor    bigint,
    revenue_currency char(3),
    established smallint,
    rep_id     uuid,
    desk_id    uuid,
    book_id    uuid,
    source     text not null,
    record_id  text not null,
    known_at   timestamptz not null,
    primary key (tenant, id),
    foreign key (tenant, company_id) references company (tenant, id),
    foreign key (tenant, parent_id) references client (tenant, id) deferrable initially deferred,
    foreign key (tenant, rep_id) references rep (tenant, id),
    foreign key (tenant, desk_id) references desk (tenant, id),
    foreign key (tenant, book_id) references book (tenant, id)
);

create table contact (
    tenant    uuid not null references tenant,
    id        uuid not null,
    client_id uuid,
    name      text,
    email     text,
    title     text,
    roles     text[],
    departure_risk  boolean,
    last_engaged_at timestamptz,
    source    text not null,
    record_id text not null,
    known_at  timestamptz not null,
    primary key (tenant, id),
    foreign key (tenant, client_id) references client (tenant, id)
);

create table edge (
    tenant  uuid not null references tenant,
    kind    text not null,
    from_id uuid not null,
    to_id   uuid not null,
    weight  double precision check (weight between 0 and 1),
    known_at timestamptz not null,
    primary key (tenant, kind, from_id, to_id)
);

create table product (
    tenant    uuid not null references tenant,
    id        uuid not null,
    name      text not null,
    parent_id uuid,
    price_minor    bigint check (price_minor >= 0),
    price_currency char(3),
    synonyms  text[] not null default '{}',
    sold_from date,
    sold_until date,
    primary key (tenant, id),
    foreign key (tenant, parent_id) references product (tenant, id) deferrable initially deferred
);

create table holding (
    tenant     uuid not null references tenant,
    id         uuid not null,
    client_id  uuid not null,
    product_id uuid not null,
    quantity   numeric check (quantity >= 0),
    amount_minor bigint,
    currency   char(3),
    held_since date,
    held_until date,
    occurred_at timestamptz not null,
    known_at   timestamptz not null,
    primary key (tenant, id),
    foreign key (tenant, client_id) references client (tenant, id),
    foreign key (tenant, product_id) references product (tenant, id)
);
create index holding_client on holding (tenant, client_id);

create table asset (
    tenant     uuid not null references tenant,
    id         uuid not null,
    kind       text not null,
    title      text not null,
    link       text not null,
    version    text,
    industries text[] not null default '{}',
    products   uuid[] not null default '{}',
    competitors text[] not null default '{}',
    tech_stack text[] not null default '{}',
    language   text,
    valid_until date,
    known_at   timestamptz not null,
    primary key (tenant, id)
);

create table resource (
    tenant uuid not null references tenant,
    id     uuid not null,
    kind   text not null,
    name   text not null,
    available_from  timestamptz,
    available_until timestamptz,
    known_at timestamptz not null,
    primary key (tenant, id)
);

create table house_view (
    tenant     uuid not null references tenant,
    id         uuid not null,
    product_id uuid,
    topic      text,
    stance     text not null,
    segment    text,
    valid_from date not null,
    valid_until date,
    body       text,
    known_at   timestamptz not null,
    primary key (tenant, id, known_at)
);

create table occasion (
    tenant     uuid not null references tenant,
    id         uuid not null,
    subject_id uuid,
    kind       text not null,
    title      text,
    product_id uuid,
    on_day     date,
    every_months smallint,
    known_at   timestamptz not null,
    primary key (tenant, id)
);

create table consent (
    tenant     uuid not null references tenant,
    contact_id uuid not null,
    channel    text not null,
    given      boolean not null,
    occurred_at timestamptz not null,
    primary key (tenant, contact_id, channel, occurred_at)
);

create table fx_rate (
    tenant   uuid not null references tenant,
    base     char(3) not null,
    quote    char(3) not null,
    on_day   date not null,
    rate     numeric not null check (rate > 0),
    primary key (tenant, base, quote, on_day)
);

create table holiday (
    tenant   uuid not null references tenant,
    calendar text not null,
    on_day   date not null,
    primary key (tenant, calendar, on_day)
);

create table stage (
    tenant   uuid not null references tenant,
    key      text not null,
    label    text not null,
    kind     text not null check (kind in ('PROSPECTING', 'DISCOVERY', 'PROPOSAL', 'NEGOTIATION', 'WON', 'LOST')),
    position smallint not null,
    primary key (tenant, key)
);

-- ---------------------------------------------------------------- subjects and what is known of them

create table subject (
    tenant     uuid not null references tenant,
    id         uuid not null,
    kind       text not null check (kind in ('DEAL', 'CLIENT')),
    rep_id     uuid,
    client_id  uuid,
    loop_stage text not null default 'IDLE' check (loop_stage in ('IDLE', 'ANALYZE', 'GENERATE', 'PRESENT', 'TRACK', 'LEARN', 'PAUSED', 'STOPPED', 'ENDED')),
    next_due_at timestamptz,
    revision   bigint not null default 0,
    deleted_at timestamptz,
    primary key (tenant, id),
    foreign key (tenant, rep_id) references rep (tenant, id),
    foreign key (tenant, client_id) references client (tenant, id)
);
create index subject_rep on subject (tenant, rep_id);
comment on column subject.revision is 'counts what became known of the subject; a decision names the revision that it saw';

create table deal (
    tenant       uuid not null references tenant,
    subject_id   uuid not null,
    name         text,
    status       text not null check (status in ('OPEN', 'WON', 'LOST')),
    stage_key    text not null,
    stage_since  timestamptz not null,
    created_at   timestamptz not null,
    closed_at    timestamptz,
    amount_minor bigint check (amount_minor >= 0),
    currency     char(3),
    close_date   date,
    product_id   uuid,
    primary key (tenant, subject_id),
    check ((status = 'OPEN') = (closed_at is null)),
    check ((amount_minor is null) = (currency is null)),
    foreign key (tenant, subject_id) references subject (tenant, id),
    foreign key (tenant, stage_key) references stage (tenant, key)
);
create index deal_status on deal (tenant, status);

create table fact (
    tenant      uuid not null references tenant,
    subject_id  uuid not null,
    field       text not null,
    known_at    timestamptz not null,
    occurred_at timestamptz not null,
    seq         bigint generated always as identity,
    state       text not null check (state in ('KNOWN', 'ABSENT')),
    value       jsonb,
    source      text not null,
    record_id   text not null,
    event_id    text not null,
    retracted   boolean not null default false,
    primary key (tenant, subject_id, field, known_at, seq),
    check ((state = 'KNOWN') = (value is not null)),
    foreign key (tenant, subject_id) references subject (tenant, id)
);

create table stage_change (
    tenant      uuid not null references tenant,
    subject_id  uuid not null,
    occurred_at timestamptz not null,
    seq         bigint generated always as identity,
    known_at    timestamptz not null,
    from_stage  text,
    to_stage    text not null,
    source      text not null,
    event_id    text not null,
    retracted   boolean not null default false,
    primary key (tenant, subject_id, occurred_at, seq),
    foreign key (tenant, subject_id) references subject (tenant, id),
    foreign key (tenant, to_stage) references stage (tenant, key)
);

create table activity (
    tenant      uuid not null references tenant,
    subject_id  uuid not null,
    occurred_at timestamptz not null,
    seq         bigint generated always as identity,
    known_at    timestamptz not null,
    kind        text not null,
    direction   text,
    contact_id  uuid,
    rep_id      uuid,
    minutes     integer,
    action      text,
    summary     text,
    source      text not null,
    event_id    text not null,
    retracted   boolean not null default false,
    primary key (tenant, subject_id, occurred_at, seq),
    foreign key (tenant, subject_id) references subject (tenant, id)
);
comment on column activity.action is 'key of the catalogue action that this activity carried out, if any';

create table signal (
    tenant      uuid not null references tenant,
    subject_id  uuid not null,
    occurred_at timestamptz not null,
    seq         bigint generated always as identity,
    known_at    timestamptz not null,
    signal      text not null,
    contact_id  uuid,
    topic       text,
    quote       text,
    source      text not null,
    event_id    text not null,
    retracted   boolean not null default false,
    primary key (tenant, subject_id, occurred_at, seq),
    foreign key (tenant, subject_id) references subject (tenant, id)
);

create table deal_outcome (
    tenant      uuid not null references tenant,
    subject_id  uuid not null,
    occurred_at timestamptz not null,
    seq         bigint generated always as identity,
    known_at    timestamptz not null,
    kind        text not null check (kind in ('WON', 'LOST', 'REOPENED')),
    amount_minor bigint,
    currency    char(3),
    reason      text,
    source      text not null,
    event_id    text not null,
    retracted   boolean not null default false,
    primary key (tenant, subject_id, occurred_at, seq),
    foreign key (tenant, subject_id) references subject (tenant, id)
);

create table document (
    tenant     uuid not null references tenant,
    id         uuid not null,
    subject_id uuid,
    kind       text not null,
    title      text,
    body       text,
    language   text,
    link       text,
    author_id  uuid,
    contact_id uuid,
    occurred_at timestamptz not null,
    known_at   timestamptz not null,
    source     text not null,
    event_id   text not null,
    primary key (tenant, id)
);
create index document_subject on document (tenant, subject_id) where subject_id is not null;

create table passage (
    tenant      uuid not null references tenant,
    document_id uuid not null,
    position    integer not null,
    body        text not null,
    vector      real[],
    primary key (tenant, document_id, position),
    foreign key (tenant, document_id) references document (tenant, id)
);

-- ---------------------------------------------------------------- the loop: in

create table inbox (
    tenant      uuid not null references tenant,
    source      text not null,
    event_id    text not null,
    type        text not null,
    version     smallint not null,
    subject_id  uuid,
    occurred_at timestamptz not null,
    known_at    timestamptz not null,
    origin      text not null check (origin in ('OUTSIDE', 'NEXTBEST')),
    correlation_id text not null,
    content_hash bytea not null,
    data        jsonb not null,
    real_received_at  timestamptz not null,
    real_signalled_at timestamptz,
    primary key (tenant, source, event_id)
);
create index inbox_to_signal on inbox (tenant, real_received_at) where real_signalled_at is null;
comment on column inbox.real_signalled_at is 'when the subject''s workflow was told; a sweep tells it again where this is null';

-- ---------------------------------------------------------------- the loop: decisions

create table release (
    tenant    uuid not null references tenant,
    id        uuid not null,
    kind      text not null check (kind in ('CATALOGUE', 'POLICY', 'PROMPT', 'ONTOLOGY')),
    name      text not null,
    hash      bytea not null,
    body      bytea not null,
    state     text not null check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
    published_at timestamptz,
    actor     text not null,
    primary key (tenant, id),
    unique (tenant, kind, name)
);

create table model (
    tenant  uuid not null references tenant,
    id      uuid not null,
    kind    text not null,
    hash    bytea not null,
    body    bytea not null,
    trained_from timestamptz,
    trained_until timestamptz,
    report  jsonb not null,
    state   text not null check (state in ('CHALLENGER', 'CHAMPION', 'REFUSED', 'DEMOTED')),
    decided_at timestamptz not null,
    primary key (tenant, id)
);

create table trial (
    tenant  uuid not null references tenant,
    id      uuid not null,
    name    text not null,
    cluster text not null check (cluster in ('REP', 'CLIENT')),
    arms    jsonb not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    primary key (tenant, id)
);

create table snapshot (
    tenant uuid not null references tenant,
    hash   bytea not null,
    body   bytea not null,
    primary key (tenant, hash)
);
comment on table snapshot is 'what a decision saw, stored once per content; gzip of canonical JSON';

create table decision (
    tenant        uuid not null references tenant,
    id            uuid not null,
    subject_id    uuid not null,
    rep_id        uuid,
    decided_at    timestamptz not null,
    reason        text not null,
    arm           text not null check (arm in ('ENGINE', 'RANDOM_ELIGIBLE', 'STATIC', 'NONE')),
    trial_id      uuid,
    mode          text not null check (mode in ('SHADOW', 'LIVE')),
    engine_version text not null,
    catalogue_version text not null,
    model_id      uuid,
    prompt_version text,
    snapshot_hash bytea not null,
    inputs        bytea not null,
    record_hash   bytea not null,
    candidates_total smallint not null check (candidates_total >= 0),
    slate_probability double precision check (slate_probability > 0 and slate_probability <= 1),
    urgency       text check (urgency in ('HIGH', 'MEDIUM', 'LOW')),
    stage_kind    text not null,
    stage_position smallint not null,
    segment       text not null,
    correlation_id text not null,
    primary key (tenant, id),
    foreign key (tenant, subject_id) references subject (tenant, id),
    foreign key (tenant, snapshot_hash) references snapshot (tenant, hash)
);
create index decision_subject on decision (tenant, subject_id, decided_at);
create index decision_time on decision (tenant, decided_at);
comment on column decision.inputs is 'everything else the engine read, statistics included: gzip of canonical JSON';
comment on column decision.record_hash is 'SHA-256 of the canonical decision; a replay must give the same';

create table candidate (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    ordinal     smallint not null,
    key         text not null,
    action      text not null,
    score       integer check (score between 0 and 10000),
    disposition text not null check (disposition in ('INELIGIBLE', 'NOT_APPLICABLE', 'UNSUITABLE', 'IN_CONFLICT', 'EXCLUDED_BY_GROUP', 'CAPPED', 'OUTRANKED', 'SELECTED', 'WITHHELD', 'DELIVERY_FAILED', 'DELIVERED')),
    rule        text not null,
    probability double precision not null check (probability between 0 and 1),
    position    smallint check (position between 1 and 3),
    position_probabilities double precision[],
    detail      jsonb,
    primary key (tenant, decision_id, ordinal),
    foreign key (tenant, decision_id) references decision (tenant, id),
    unique (tenant, decision_id, position),
    check (disposition not in ('SELECTED', 'DELIVERED', 'DELIVERY_FAILED') or position is not null)
);
comment on column candidate.key is 'action with parameters: the unit of the cap';
comment on column candidate.detail is 'the whole candidate, for those on the slate; of the others a replay tells';
comment on column candidate.score is 'hundredths of a point';

-- ---------------------------------------------------------------- the loop: out

create table card (
    tenant      uuid not null references tenant,
    id          uuid not null,
    decision_id uuid not null,
    subject_id  uuid not null,
    rep_id      uuid,
    state       text not null check (state in ('DRAFTED', 'DELIVERED', 'ANSWERED', 'SUPERSEDED', 'EXPIRED', 'WITHDRAWN')),
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    superseded_by uuid,
    content     jsonb not null,
    primary key (tenant, id),
    unique (tenant, decision_id),
    foreign key (tenant, decision_id) references decision (tenant, id)
);
create index card_subject on card (tenant, subject_id, created_at);
create index card_rep on card (tenant, rep_id, created_at);

create table cap_day (
    tenant     uuid not null references tenant,
    subject_id uuid not null,
    local_day  date not null,
    used       smallint not null,
    cap        smallint not null,
    primary key (tenant, subject_id, local_day),
    check (used between 0 and cap)
);
comment on table cap_day is 'the only place where presentations are counted; the check makes a violation impossible';

create table cap_unit (
    tenant      uuid not null references tenant,
    subject_id  uuid not null,
    local_day   date not null,
    unit        text not null,
    decision_id uuid not null,
    primary key (tenant, subject_id, local_day, unit),
    foreign key (tenant, subject_id, local_day) references cap_day (tenant, subject_id, local_day)
);
comment on column cap_unit.unit is 'action with parameters: the same on another channel or in a refresh counts once';

create table outbox (
    tenant      uuid not null references tenant,
    id          uuid not null,
    idempotency_key text not null,
    channel     text not null,
    card_id     uuid,
    rep_id      uuid,
    payload     jsonb not null,
    state       text not null check (state in ('PENDING', 'SENDING', 'SENT', 'UNCERTAIN', 'DEAD', 'HELD')),
    attempts    integer not null default 0,
    last_error  text,
    created_at  timestamptz not null,
    real_updated_at timestamptz not null,
    receiver_ref text,
    primary key (tenant, id),
    unique (tenant, idempotency_key)
);
create index outbox_open on outbox (tenant, state, created_at) where state not in ('SENT', 'HELD');

create table delivery (
    tenant      uuid not null references tenant,
    card_id     uuid not null,
    channel     text not null,
    outbox_id   uuid,
    delivered_at timestamptz not null,
    receiver_ref text,
    primary key (tenant, card_id, channel),
    foreign key (tenant, card_id) references card (tenant, id)
);

create table limiter (
    tenant     uuid not null references tenant,
    target     text not null,
    scope      text not null,
    real_window_start timestamptz not null,
    used       numeric not null check (used >= 0),
    allowed    numeric not null,
    primary key (tenant, target, scope)
);

create table link_use (
    tenant  uuid not null references tenant,
    nonce   text not null,
    answer_id text not null,
    real_used_at timestamptz not null,
    primary key (tenant, nonce)
);

-- ---------------------------------------------------------------- the loop: what came of it

create table rep_answer (
    tenant      uuid not null references tenant,
    id          text not null,
    decision_id uuid not null,
    position    smallint not null check (position between 1 and 3),
    disposition text not null check (disposition in ('VIEWED', 'ACCEPTED', 'DISMISSED', 'KEPT_BACK', 'SNOOZED', 'OVERRIDDEN', 'EXECUTED')),
    dismiss_reason text,
    keep_back_reason text,
    overridden_by text,
    snoozed_until timestamptz,
    at          timestamptz not null,
    channel     text not null,
    actor       text not null,
    retracted   boolean not null default false,
    real_received_at timestamptz not null,
    primary key (tenant, id),
    foreign key (tenant, decision_id) references decision (tenant, id),
    check ((disposition = 'DISMISSED') = (dismiss_reason is not null)),
    check ((disposition = 'KEPT_BACK') = (keep_back_reason is not null)),
    check ((disposition = 'OVERRIDDEN') = (overridden_by is not null)),
    check ((disposition = 'SNOOZED') = (snoozed_until is not null))
);
create index rep_answer_decision on rep_answer (tenant, decision_id, position);

create table rep_disposition (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    position    smallint not null check (position between 1 and 3),
    disposition text not null check (disposition in ('NO_ANSWER', 'VIEWED', 'ACCEPTED', 'DISMISSED', 'KEPT_BACK', 'SNOOZED', 'OVERRIDDEN', 'EXECUTED', 'IGNORED')),
    reason      text,
    at          timestamptz not null,
    primary key (tenant, decision_id, position),
    foreign key (tenant, decision_id, position) references candidate (tenant, decision_id, position)
);

create table client_presentation (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    position    smallint not null,
    presented_at timestamptz not null,
    channel     text not null,
    primary key (tenant, decision_id, position),
    foreign key (tenant, decision_id, position) references rep_disposition (tenant, decision_id, position)
);

create table client_disposition (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    position    smallint not null,
    disposition text not null check (disposition in ('NO_ANSWER', 'INTERESTED', 'ACCEPTED', 'REFUSED')),
    reason      text,
    at          timestamptz not null,
    primary key (tenant, decision_id, position),
    foreign key (tenant, decision_id, position) references client_presentation (tenant, decision_id, position)
);

create table attribution (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    position    smallint not null,
    subject_id  uuid not null,
    action      text not null,
    opened_at   timestamptz not null,
    answer_due  timestamptz not null check (answer_due > opened_at),
    execution_due timestamptz not null check (execution_due > opened_at),
    advance_due timestamptz not null check (advance_due > opened_at),
    close_due   timestamptz not null check (close_due > opened_at),
    answered    text not null default 'PENDING' check (answered in ('PENDING', 'YES', 'NO', 'NO_OBSERVATION')),
    executed    text not null default 'PENDING' check (executed in ('PENDING', 'YES', 'NO', 'NO_OBSERVATION')),
    advanced    text not null default 'PENDING' check (advanced in ('PENDING', 'YES', 'NO', 'NO_OBSERVATION')),
    won         text not null default 'PENDING' check (won in ('PENDING', 'YES', 'NO', 'NO_OBSERVATION')),
    won_minor   bigint,
    won_currency char(3),
    primary key (tenant, decision_id, position),
    foreign key (tenant, decision_id, position) references rep_disposition (tenant, decision_id, position)
);
create index attribution_subject on attribution (tenant, subject_id);
comment on table attribution is 'until when what follows still counts as the result of a delivered recommendation, and what came of it so far';

create table contribution (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    position    smallint not null,
    action      text not null,
    stage_kind  text not null,
    segment     text not null,
    rep_id      uuid not null,
    month       date not null,
    delivered   smallint not null,
    viewed      smallint not null,
    accepted    smallint not null,
    dismissed   smallint not null,
    kept_back   smallint not null,
    overridden  smallint not null,
    executed    smallint not null,
    ignored     smallint not null,
    advance_observed smallint not null,
    advanced    smallint not null,
    close_observed smallint not null,
    won         smallint not null,
    primary key (tenant, decision_id, position)
);
comment on table contribution is 'what one delivered recommendation adds to the running statistics; replacing it is how corrections and late results are learned, in any order, exactly once';

create table statistic (
    tenant      uuid not null references tenant,
    action      text not null,
    stage_kind  text not null,
    segment     text not null,
    rep_id      uuid not null,
    month       date not null,
    delivered   bigint not null,
    viewed      bigint not null,
    accepted    bigint not null,
    dismissed   bigint not null,
    kept_back   bigint not null,
    overridden  bigint not null,
    executed    bigint not null,
    ignored     bigint not null,
    advance_observed bigint not null,
    advanced    bigint not null,
    close_observed bigint not null,
    won         bigint not null,
    primary key (tenant, action, stage_kind, segment, rep_id, month)
);
comment on table statistic is 'sums of contributions; rep_id is all zeros where the rep is unknown';

create table suppression (
    tenant      uuid not null references tenant,
    id          uuid not null,
    subject_id  uuid not null,
    unit        text not null,
    reason      text not null,
    answer_id   text not null,
    suppressed_from timestamptz not null,
    suppressed_until timestamptz,
    reversed_at timestamptz,
    primary key (tenant, id),
    unique (tenant, answer_id)
);
create index suppression_subject on suppression (tenant, subject_id) where reversed_at is null;

create table exposure_elsewhere (
    tenant      uuid not null references tenant,
    subject_id  uuid not null,
    action      text not null,
    channel     text,
    occurred_at timestamptz not null,
    source      text not null,
    event_id    text not null,
    primary key (tenant, source, event_id),
    foreign key (tenant, subject_id) references subject (tenant, id)
);

-- ---------------------------------------------------------------- keeping order

create table audit (
    tenant  uuid not null references tenant,
    id      uuid not null,
    at      timestamptz not null,
    actor   text not null,
    verb    text not null,
    object  text not null,
    detail  jsonb not null default '{}',
    primary key (tenant, id)
);
create index audit_time on audit (tenant, at);

create table api_request (
    tenant   uuid not null references tenant,
    key      text not null,
    endpoint text not null,
    request_hash bytea not null,
    status   smallint,
    response bytea,
    real_created_at timestamptz not null,
    primary key (tenant, endpoint, key)
);
comment on table api_request is 'answers by idempotency key: a repeated request gets the first answer';

create table person_key (
    tenant      uuid not null references tenant,
    person_id   uuid not null,
    wrapped_key bytea not null,
    real_created_at timestamptz not null,
    primary key (tenant, person_id)
);
comment on table person_key is 'seals personal data that must travel; deleting the row is erasing the person''s data in histories';

create table import_run (
    tenant  uuid not null references tenant,
    id      uuid not null,
    at      timestamptz not null,
    report  jsonb not null,
    primary key (tenant, id)
);

-- ---------------------------------------------------------------- the ledger adds up (N4)

create function check_decision_adds_up() returns trigger language plpgsql as $$
declare
    wanted integer;
    seen   integer;
begin
    select candidates_total into wanted from decision where tenant = new.tenant and id = new.id;
    select count(*) into seen from candidate where tenant = new.tenant and decision_id = new.id;
    if seen <> wanted then
        raise exception 'decision % considered % candidates, but % are stored', new.id, wanted, seen
            using errcode = 'integrity_constraint_violation', constraint = 'decision_adds_up';
    end if;
    return null;
end $$;

create constraint trigger decision_adds_up after insert or update on decision
    deferrable initially deferred for each row execute function check_decision_adds_up();

create function check_candidate_stays() returns trigger language plpgsql as $$
begin
    raise exception 'candidate % of decision % may not be removed: every candidate has a disposition', old.ordinal, old.decision_id
        using errcode = 'integrity_constraint_violation', constraint = 'candidate_stays';
end $$;

create trigger candidate_stays before delete on candidate
    for each row execute function check_candidate_stays();

create function check_delivered_is_answered() returns trigger language plpgsql as $$
declare
    seen integer;
begin
    select count(*) into seen from rep_disposition
        where tenant = new.tenant and decision_id = new.decision_id and position = new.position;
    if (new.disposition = 'DELIVERED') <> (seen = 1) then
        raise exception 'candidate % of decision % is %, and has % rep dispositions: exactly the delivered ones have one', new.ordinal, new.decision_id, new.disposition, seen
            using errcode = 'integrity_constraint_violation', constraint = 'delivered_has_rep_disposition';
    end if;
    return null;
end $$;

create constraint trigger delivered_has_rep_disposition after insert or update on candidate
    deferrable initially deferred for each row when (new.position is not null)
    execute function check_delivered_is_answered();

create function check_disposition_is_of_delivered() returns trigger language plpgsql as $$
declare
    gone boolean := tg_op = 'DELETE';
    row_ record;
    delivered integer;
begin
    if gone then row_ := old; else row_ := new; end if;
    select count(*) into delivered from candidate
        where tenant = row_.tenant and decision_id = row_.decision_id and position = row_.position and disposition = 'DELIVERED';
    if gone = (delivered = 1) then
        raise exception 'position % of decision %: exactly the delivered recommendations have a rep disposition', row_.position, row_.decision_id
            using errcode = 'integrity_constraint_violation', constraint = 'rep_disposition_of_delivered';
    end if;
    return null;
end $$;

create constraint trigger rep_disposition_of_delivered after insert or delete on rep_disposition
    deferrable initially deferred for each row execute function check_disposition_is_of_delivered();

create function check_presented_has_disposition() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from client_disposition
                   where tenant = new.tenant and decision_id = new.decision_id and position = new.position) then
        raise exception 'position % of decision % was presented to the client, but has no client disposition', new.position, new.decision_id
            using errcode = 'integrity_constraint_violation', constraint = 'presented_has_client_disposition';
    end if;
    return null;
end $$;

create constraint trigger presented_has_client_disposition after insert on client_presentation
    deferrable initially deferred for each row execute function check_presented_has_disposition();

-- ---------------------------------------------------------------- row-level security

do $$
declare
    t text;
begin
    for t in select c.table_name from information_schema.columns c
             join information_schema.tables x on x.table_schema = c.table_schema and x.table_name = c.table_name and x.table_type = 'BASE TABLE'
             where c.table_schema = current_schema() and c.column_name = 'tenant'
               and c.table_name not in ('access_token', 'account')
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
    end loop;
end $$;

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute format('grant usage on schema %I to nextbest_app', current_schema());
        execute format('grant select, insert, update, delete on all tables in schema %I to nextbest_app', current_schema());
        execute format('grant usage on all sequences in schema %I to nextbest_app', current_schema());
        execute format('revoke delete on decision, candidate, inbox, audit, rep_answer from nextbest_app');
    end if;
end $$;

-- ---------------------------------------------------------------- one line of events per deal

create view deal_course with (security_invoker = true) as
    select s.tenant, s.subject_id, s.occurred_at, s.known_at, s.seq, 0 as rank,
           case when g.kind in ('WON', 'LOST') then g.kind else 'STAGE' end as kind,
           s.to_stage as stage, g.position as stage_position, null::bigint as amount_minor, null::char(3) as currency
    from stage_change s join stage g on g.tenant = s.tenant and g.key = s.to_stage
    where not s.retracted
    union all
    select o.tenant, o.subject_id, o.occurred_at, o.known_at, o.seq, 1,
           o.kind, null, null, o.amount_minor, o.currency
    from deal_outcome o
    where not o.retracted;
comment on view deal_course is 'stage changes and outcomes of a deal in one line; at the same moment an outcome (rank 1) comes after a stage';

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute 'grant select on deal_course to nextbest_app';
    end if;
end $$;
