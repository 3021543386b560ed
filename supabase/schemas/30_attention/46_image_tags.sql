-- Image tags: what a photo shows. Tags of the vocabulary carry a weight; free tags are for finding and weigh nothing.
-- The owner tags by hand; a program with the secret key tags too, and says what it is and how sure.

create table public.tag_vocabulary (
  tag    text primary key,
  area   text not null,
  label  text not null,
  weight numeric(3, 2) not null,
  constraint area_is_known check (
    area in ('documents', 'identity', 'drivetrain', 'underside', 'body', 'interior', 'wheels', 'condition', 'view')),
  constraint weight_is_from_0_to_1 check (weight >= 0 and weight < 1)
);

comment on table public.tag_vocabulary is
  'The fixed tags. weight is the share of what is still unknown about a car that such a photo shows.';

revoke all on public.tag_vocabulary from public, anon, authenticated, service_role;
grant select on public.tag_vocabulary to anon, authenticated, service_role;

alter table public.tag_vocabulary enable row level security;

create policy "anyone reads the vocabulary" on public.tag_vocabulary
  for select to anon, authenticated using (true);

insert into public.tag_vocabulary (tag, area, label, weight) values
  ('vin_plate',        'identity',   'Identification plate',     0.60),
  ('engine_number',    'identity',   'Engine number',            0.50),
  ('data_plate',       'identity',   'Trim or option plate',     0.50),
  ('date_code',        'identity',   'Casting or date code',     0.40),
  ('title',            'documents',  'Title or registration',    0.50),
  ('build_sheet',      'documents',  'Build sheet',              0.50),
  ('service_record',   'documents',  'Service record',           0.40),
  ('receipt',          'documents',  'Receipt',                  0.30),
  ('period_photo',     'documents',  'Period photograph',        0.25),
  ('engine_bay',       'drivetrain', 'Engine bay',               0.45),
  ('carburettor',      'drivetrain', 'Carburettor or injection', 0.30),
  ('gearbox',          'drivetrain', 'Gearbox',                  0.30),
  ('exhaust',          'drivetrain', 'Exhaust',                  0.20),
  ('undercarriage',    'underside',  'Undercarriage',            0.45),
  ('suspension',       'underside',  'Suspension',               0.30),
  ('brakes',           'underside',  'Brakes',                   0.30),
  ('floor_pan',        'underside',  'Floor pan',                0.35),
  ('rust',             'condition',  'Rust',                     0.40),
  ('damage',           'condition',  'Damage',                   0.35),
  ('repair',           'condition',  'Repair',                   0.35),
  ('paint_detail',     'condition',  'Paint close up',           0.25),
  ('panel_gap',        'body',       'Panel gap',                0.25),
  ('glass_mark',       'body',       'Glass marking',            0.25),
  ('trim_detail',      'body',       'Trim',                     0.15),
  ('trunk',            'body',       'Trunk',                    0.20),
  ('odometer',         'interior',   'Odometer',                 0.35),
  ('dashboard',        'interior',   'Instruments',              0.20),
  ('seats',            'interior',   'Seats',                    0.15),
  ('headliner',        'interior',   'Headliner',                0.15),
  ('tyre_code',        'wheels',     'Tyre code',                0.25),
  ('wheel',            'wheels',     'Wheel',                    0.10),
  ('front',            'view',       'Front',                    0.05),
  ('rear',             'view',       'Rear',                     0.05),
  ('side',             'view',       'Side',                     0.05),
  ('three_quarter',    'view',       'Three-quarter view',       0.05),
  ('on_the_road',      'view',       'On the road',              0.03)
on conflict (tag) do update set area = excluded.area, label = excluded.label, weight = excluded.weight;

create table public.image_tags (
  -- no key to vehicles: with two, vehicles and photos could be embedded through here as well, and apps would have to
  -- say which
  vehicle_id uuid not null,
  image_id   uuid not null references public.vehicle_images (id) on delete cascade,
  tag        text not null,
  source     text not null default 'person',
  model      text,
  confidence numeric(4, 3) not null default 1,
  user_id    uuid default auth.uid() references auth.users (id) on delete set null,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, image_id, tag),
  constraint tag_is_from_1_to_40_lower_case_letters check (
    length(tag) <= 40 and tag ~ '^[[:lower:][:digit:]]+([ _-][[:lower:][:digit:]]+)*$'),
  constraint source_is_person_or_model check (source in ('person', 'model')),
  constraint model_names_what_tagged check (
    (source = 'model') = (model is not null) and length(model) between 1 and 120),
  constraint confidence_is_above_0_and_at_most_1 check (confidence > 0 and confidence <= 1)
);

comment on table public.image_tags is
  'One row a photo and tag. owner_id and is_public are copies of the vehicle''s, kept by the database.';
comment on column public.image_tags.tag is 'A tag of tag_vocabulary, or a free one in lower case.';
comment on column public.image_tags.model is 'What tagged, when no person did; user_id is who did.';
comment on column public.image_tags.confidence is 'Probability that the photo shows it.';

create index image_tags_by_image on public.image_tags (image_id);
create index image_tags_by_person on public.image_tags (user_id);

revoke all on public.image_tags from public, anon, authenticated, service_role;
grant select on public.image_tags to anon, authenticated;
grant insert (image_id, tag, confidence, user_id) on public.image_tags to authenticated;
grant update (confidence) on public.image_tags to authenticated;
grant delete on public.image_tags to authenticated;
grant select, insert, update, delete on public.image_tags to service_role;

alter table public.image_tags enable row level security;

create policy "anyone sees tags of public photos" on public.image_tags
  for select to anon using (is_public);

create policy "members see tags of public photos and of their own" on public.image_tags
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create policy "owners tag their photos" on public.image_tags
  for insert to authenticated with check (owner_id = (select auth.uid()) and user_id = (select auth.uid()));

create policy "owners correct tags of their photos" on public.image_tags
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create policy "owners remove tags of their photos" on public.image_tags
  for delete to authenticated using (owner_id = (select auth.uid()));

create trigger image_tags_hang_on_photo before insert on public.image_tags
  for each row execute function app.hang_on_photo();

-- tag_count     = number of tags technical_value = 100 * (1 - product over tags of (1 - weight * confidence)): each tag
-- shows its share of what was left
--                 unknown, so values add up without ever passing 100.
create or replace function app.value_tags() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  photo constant uuid := case when tg_op = 'DELETE' then old.image_id else new.image_id end;
  total integer;
  unknown numeric;
begin
  perform from public.vehicle_images i where i.id = photo for no key update;   -- two taggers follow one another
  if not found then return null; end if;
  select count(*), coalesce(round(exp(sum(ln(1 - coalesce(v.weight, 0) * t.confidence))), 6), 1) into total, unknown
    from public.image_tags t left join public.tag_vocabulary v on v.tag = t.tag
    where t.image_id = photo;
  if total > 40 and tg_op = 'INSERT' then
    raise exception 'A photo takes 40 tags.'
      using errcode = 'check_violation', constraint = 'photo_has_at_most_40_tags', detail = 'photo_has_at_most_40_tags',
            hint = 'Remove one before you add another.';
  end if;
  update public.vehicle_images set tag_count = total, technical_value = round(100 * (1 - unknown), 2) where id = photo;
  return null;
end
$$;

create trigger image_tags_value after insert or delete or update of tag, confidence, image_id on public.image_tags
  for each row execute function app.value_tags();

select app.pace_inserts('public.image_tags', 'tags');
