-- Screenings that run part by part: why they were opened, for which cause, and whether they are finished.

alter table screening
    add column kind text not null default 'ASKED' check (kind in ('ASKED', 'HOUSE_VIEW', 'OCCASION', 'NEWS')),
    add column cause text,
    add column finished_at timestamptz,
    add column real_opened_at timestamptz,
    add unique (tenant, cause);
comment on column screening.cause is 'what it was opened for: of one cause there is one screening';
update screening set finished_at = at;

-- A decision about a deal asks for the last screening of its client.
create index client_screening_client on client_screening (tenant, client_id);

alter table document_read add column screening_id uuid;
comment on column document_read.screening_id is 'the screening that it was read for; a screening of news concerns the clients of what it read';
create index document_read_screening on document_read (tenant, screening_id) where screening_id is not null;
