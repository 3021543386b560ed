-- Crawl plans: what the operator says about the crawl of a source, as JSON in sources.crawl.

-- { startUrls, hosts, pathPrefix, maxPages, maxBytes, maxDepth }, all optional; {} for a source that is not crawled, or
-- by its url alone.
create or replace function app.is_crawl_plan(plan jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_typeof(plan) = 'object' and length(plan::text) <= 20000
    and plan - array['startUrls', 'hosts', 'pathPrefix', 'maxPages', 'maxBytes', 'maxDepth'] = '{}'
    and app.are_short_texts(plan -> 'startUrls', 100, 2000, '^https?://')
      and app.are_short_texts(plan -> 'hosts', 400, 300, '^[^/\s]+$')
    and (not plan ? 'pathPrefix' or (
      jsonb_typeof(plan -> 'pathPrefix') = 'string' and plan ->> 'pathPrefix' ~ '^/.{0,499}$'))
    and app.is_whole_number(plan -> 'maxPages', 1, 1000000)
      and app.is_whole_number(plan -> 'maxBytes', 1024, 1099511627776)
    and app.is_whole_number(plan -> 'maxDepth', 0, 50);
end
$$;

-- An array of 1 to `most` texts that match; null for what is not there, which is well.
create or replace function app.are_short_texts(list jsonb, most integer, longest integer, pattern text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if list is null then return true; end if;
  if jsonb_typeof(list) <> 'array' or jsonb_array_length(list) not between 1 and most then return false; end if;
  return not exists (select from jsonb_array_elements(list) e
                     where jsonb_typeof(e) <> 'string' or length(e #>> '{}') > longest or e #>> '{}' !~ pattern);
end
$$;

create or replace function app.is_whole_number(given jsonb, least_number numeric, most numeric) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if given is null then return true; end if;
  if jsonb_typeof(given) <> 'number' then return false; end if;
  return given::numeric between least_number and most and given::numeric = trunc(given::numeric);
end
$$;
grant execute on function app.is_crawl_plan(jsonb), app.are_short_texts(jsonb, integer, integer, text),
  app.is_whole_number(jsonb, numeric, numeric)
  to anon, authenticated, service_role;   -- a constraint runs with the rights of whoever writes
