-- Catalogues: every version that ever decided is kept, and one that people published takes the place of the one that ships.

alter table release drop constraint release_state_check;
alter table release
    add constraint release_state_check check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN', 'KEPT')),
    add column replaced text;
comment on column release.state is 'KEPT: it came with the product and decided something; kept for replays';
comment on column release.replaced is 'name of the release that was in force when this one was published; empty: the one that ships';

create unique index release_in_force on release (tenant) where kind = 'CATALOGUE' and state = 'PUBLISHED';
