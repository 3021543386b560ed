-- Text that people write: lengths are of the text itself, what others see has ink and no bidi overrides.

-- Characters that leave no ink: spaces, controls, and what Unicode calls format, filler and variation selectors.
-- Without a search_path of its own, and so with its operator's schema named, it costs a constraint no call.
create or replace function app.has_ink(words text) returns boolean
language sql immutable as $$
  select words operator(pg_catalog.~)
    '[^\s\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-'
      '\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]'
$$;
-- constraints run with the rights of whoever writes
grant execute on function app.has_ink(text) to anon, authenticated, service_role;

-- Bidirectional overrides, embeddings and isolates make text read otherwise than it is stored.
create or replace function app.has_bidi_override(words text) returns boolean
language sql immutable as $$
  select words operator(pg_catalog.~) '[\u202a-\u202e\u2066-\u2069]'
$$;

-- Whether text may be shown to others: 1 to `most` characters, ink, no bidi overrides. Null for null, which a
-- constraint lets pass.
create or replace function app.is_readable(words text, most integer) returns boolean
language sql immutable as $$
  select pg_catalog.length(words) operator(pg_catalog.<=) most and app.has_ink(words)
    and not app.has_bidi_override(words)
$$;

-- What a name looks like, so that no two look alike: compatibility forms made one, without marks that leave no ink and
-- without spaces, in lower case, Cyrillic and Greek letters as the Latin ones that they are drawn like, and so 0 for o,
-- 1, i and | for l, rn for m, vv for w. Not for showing. Latin, Greek and Cyrillic are looked at; pairs within other
-- scripts are not.
create or replace function app.name_skeleton(words text) returns text
language sql immutable set search_path = '' as $$
  select replace(replace(translate(
    lower(translate(regexp_replace(normalize(words, nfkc),
        '[\s\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-'
          '\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]', '', 'g'),
      U&'\0391\0392\0395\0396\0397\0399\039a\039c\039d\039f\03a1\03a4\03a5\03a7', 'ABEZHIKMNOPTYX')),
    U&'\0430\0432\0435\043a\043c\043d\043e\0440\0441\0442\0443\0445\0456\0457\0458\0455\04bb\0501\051b\051d\04cf\03b1'
      '\03b3\03b9\03ba\03bd\03bf\03c1\03c4\03c5\03c7\03c9\03f2\0251\0261\0131\017f' || '01i|',
      'abekmhopctyxlljshdqwlaylkvoptuxwcagls' || 'olll'), 'rn', 'm'), 'vv', 'w')
$$;
-- an index is kept with the rights of whoever writes
grant execute on function app.name_skeleton(text) to anon, authenticated, service_role;

-- Text cut to fit, with an ellipsis where something was cut: for notices and other texts that we compose.
create or replace function app.fit(words text, most integer) returns text
language sql immutable as $$
  select case when pg_catalog.length(words) operator(pg_catalog.<=) most then words
              else pg_catalog.left(words, most operator(pg_catalog.-) 1) operator(pg_catalog.||) '…' end
$$;

grant execute on function app.has_bidi_override(text), app.is_readable(text, integer), app.fit(text, integer)
  to anon, authenticated, service_role;
