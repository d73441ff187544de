-- A unit that several decisions of a day show is held by each of them: who gives up does not give back what another shows.
alter table cap_unit drop constraint cap_unit_pkey;
alter table cap_unit add primary key (tenant, subject_id, local_day, unit, decision_id);
comment on column cap_unit.unit is 'action with parameters: the same on another channel or in a refresh counts once, however many decisions hold it';
