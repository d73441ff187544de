-- How the endpoint of a language model stands: it serves all organisations of an installation, so it belongs to none.

create table draft_endpoint (
    model             text primary key,
    real_answered_at  timestamptz,
    real_failed_at    timestamptz,
    failed_by         text,
    failures          int not null check (failures >= 0),
    real_left_alone_until timestamptz
);
comment on table draft_endpoint is 'the last answer and the last failure of a language model''s endpoint, as workers saw it, in real time';
comment on column draft_endpoint.failures is 'in a row, since the last answer';
comment on column draft_endpoint.real_left_alone_until is 'until when it is not asked; null while it is asked';

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        grant select, insert, update, delete on draft_endpoint to nextbest_app;
    end if;
end $$;
