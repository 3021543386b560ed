-- What is left for the owner of the database to do: npx paddock doctor. It changes nothing.

create or replace function app.doctor() returns table (finding text, remedy text)
language sql stable set search_path = '' as $body$
  select 'No vehicle is public: public.vehicles has row level security, and nobody has said which vehicles its rule '
    'shows to everybody.',
         'select app.publish_vehicles_where($$status = ''published''$$);'
    from app.public_vehicles_rule r where r.rule is null
  union all
  select 'Members may name photos on any server, and whoever runs that server sees the addresses of all who look at '
    'them.',
         'update app.settings set value = ''https://<project>.supabase.co'' where name = ''photo_origins'';'
    from app.settings s where s.name = 'photo_origins' and s.value ~ '(^|[[:space:],])\*([[:space:],]|$)'
  union all
  (select format('The page does not load photos from %s, where at least one is.', found.origin),
          format('update app.settings set value = concat_ws('', '', nullif(value, ''''), %L) where name = '
            '''photo_origins'';', found.origin)
     from (select lower(substring(i.image_url from '^https?://[^/?#]+')) as origin from public.vehicle_images i
           where i.image_url ~ '^https?://' and not app.is_own_or_trusted_address(i.image_url) limit 1) found
     where found.origin is not null)
$body$;
