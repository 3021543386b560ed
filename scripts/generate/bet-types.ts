import { type BetTypeFacts, betTypes, type ShapeFacts, shapes } from '../../src/client/bet-types.ts'

type Types = Record<string, BetTypeFacts>

/** The text of `40_bets/05_bet_types.generated.sql`: what each type of bet is, as functions that are inlined and know no other type. */
export function generateBetTypes(types: Types = betTypes): string {
  const shapeOf = (facts: BetTypeFacts): ShapeFacts => shapes[facts.shape]
  const choose = (value: (facts: BetTypeFacts, name: string) => string, result: string) =>
    `case bet_type\n${each(types, (facts, name) => `    when '${name}' then ${value(facts, name)}`)}
    else app.unknown_bet_type(bet_type)::${result}
  end`
  const names = Object.keys(types)
  const shapesUsed = Object.keys(shapes)
  return `-- Generated from src/client/bet-types.ts by \`npm run generate\`; do not edit.

-- What each type of bet is. These are inlined where they are called, so they set no search_path; none takes an unknown
-- type for a known one.
create or replace function app.bet_types() returns text[]
language sql immutable parallel safe as $$
  select '{${names.join(',')}}'::text[]
$$;

-- For constraints.
create or replace function app.is_bet_type(bet_type text) returns boolean
language sql immutable parallel safe as $$
  select bet_type in (${names.map((name) => `'${name}'`).join(', ')})
$$;

create or replace function app.bet_types_of(shape text) returns text[]
language sql immutable parallel safe as $$
  select case shape
${shapesUsed
  .map(
    (shape) => `    when '${shape}' then '{${names.filter((name) => types[name]?.shape === shape).join(',')}}'::text[]`,
  )
  .join('\n')}
  end
$$;

create or replace function app.unknown_bet_type(bet_type text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  perform app.refuse('bet_type_is_known', format('%s is not a type of bet.', coalesce(left(bet_type, 40), 'Nothing')),
    'The types are ' || array_to_string(app.bet_types(), ', ') || '.');
  return null;
end
$$;

create or replace function app.bet_shape(bet_type text) returns text
language sql immutable parallel safe as $$
  select ${choose((facts) => `'${facts.shape}'`, 'text')}
$$;

create or replace function app.bet_family(bet_type text) returns text
language sql immutable parallel safe as $$
  select ${choose((facts) => `'${shapeOf(facts).family}'`, 'text')}
$$;

-- As people read it: "hammer price".
create or replace function app.bet_label(bet_type text) returns text
language sql immutable parallel safe as $$
  select ${choose((facts) => `'${facts.label.toLowerCase()}'`, 'text')}
$$;

-- The fields that this prediction is to have.
create or replace function app.bet_fields(bet_type text, prediction jsonb) returns text[]
language sql immutable parallel safe as $$
  select ${choose(fieldsInSql, 'text[]')}
$$;

-- The share of its number within which a claim comes true, and the least amount that is allowed for.
create or replace function app.bet_tolerance(bet_type text) returns numeric
language sql immutable parallel safe as $$
  select ${choose((facts) => String(facts.tolerance.share), 'numeric')}
$$;
create or replace function app.bet_least_tolerance(bet_type text) returns numeric
language sql immutable parallel safe as $$
  select ${choose((facts) => String(facts.tolerance.least), 'numeric')}
$$;

-- The expected loss of the forecast that skill is measured against.
create or replace function app.bet_baseline(bet_type text) returns double precision
language sql immutable parallel safe as $$
  select ${choose((facts) => `${facts.baseline}::float8`, 'float8')}
$$;

-- What a bet is about, the same text for the same question: two bets with one result share it.
create or replace function app.bet_question(bet_type text, prediction jsonb, currency text) returns text
language plpgsql immutable as $$
begin
  return ${choose(questionInSql, 'text')};
end
$$;

-- The grid on which a crowd's curve is kept.
create or replace function app.grid_step(bet_type text) returns double precision
language sql immutable parallel safe as $$
  select ${choose((facts) => `${shapeOf(facts).grid.step}::float8`, 'float8')}
$$;
create or replace function app.to_grid(bet_type text, anchor integer, x double precision) returns double precision
language sql immutable parallel safe as $$
  select ${choose((facts) => toGrid(shapeOf(facts)), 'float8')}
$$;
create or replace function app.from_grid(bet_type text, anchor integer, u double precision) returns double precision
language sql immutable parallel safe as $$
  select ${choose((facts) => fromGrid(shapeOf(facts)), 'float8')}
$$;

-- The outermost cells, which take all that lies beyond. Written out for each type: a cheap expression is inlined where a
-- call of app.to_grid, whose argument is used more than once, would not be, and that takes ten times as long.
create or replace function app.grid_end(bet_type text, anchor integer, upper_end boolean) returns integer
language sql immutable parallel safe as $$
  select ${choose((facts) => gridEnd(shapeOf(facts)), 'integer')}
$$;

revoke all on function app.bet_types(), app.is_bet_type(text), app.bet_types_of(text), app.unknown_bet_type(text),
  app.bet_shape(text), app.bet_family(text), app.bet_label(text), app.bet_fields(text, jsonb), app.bet_tolerance(text),
  app.bet_least_tolerance(text), app.bet_baseline(text), app.bet_question(text, jsonb, text), app.grid_step(text),
  app.to_grid(text, integer, double precision), app.from_grid(text, integer, double precision),
  app.grid_end(text, integer, boolean) from public, anon, authenticated, service_role;
-- Constraints, and public functions, run with the rights of whoever calls.
grant execute on function app.bet_types(), app.bet_types_of(text), app.is_bet_type(text), app.unknown_bet_type(text),
  app.bet_shape(text), app.bet_fields(text, jsonb) to anon, authenticated, service_role;
`
}

/** The text of `50_settlement/28_bet_results.generated.sql`: calls what \`22_<type>.sql\` says of outcomes. */
export function generateBetResults(types: Types = betTypes): string {
  return `-- Generated from src/client/bet-types.ts by \`npm run generate\`; do not edit.

-- The result that an outcome gives to a question; null when it gives none.
create or replace function app.result_of(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  case q.bet_type
${each(types, (_, name) => `    when '${name}' then return app.${name}_result(q, o);`)}
    else perform app.unknown_bet_type(q.bet_type);
  end case;
end
$$;

-- Whether an outcome on record answers what a bet asks, before anybody has asked it.
create or replace function app.is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  case bet.bet_type
${each(types, (_, name) => `    when '${name}' then return app.${name}_is_known_by(bet, o, settings);`)}
    else perform app.unknown_bet_type(bet.bet_type);
  end case;
end
$$;
revoke all on function app.result_of(public.bet_questions, public.vehicle_outcomes),
  app.is_known_by(public.vehicle_bets, public.vehicle_outcomes, app.settlement_settings)
  from public, anon, authenticated, service_role;
`
}

const each = (types: Types, line: (facts: BetTypeFacts, name: string) => string) =>
  Object.entries(types)
    .map(([name, facts]) => line(facts, name))
    .join('\n')

const textArray = (fields: readonly string[]) => `array[${fields.map((field) => `'${field}'`).join(', ')}]`

/** The first set of fields, unless the prediction has one of another. */
function fieldsInSql({ fields: [usual = [], ...others] }: BetTypeFacts): string {
  if (others.length === 0) return textArray(usual)
  const cases = others.map((fields) => `when prediction ?| ${textArray(fields)} then ${textArray(fields)}`)
  return `case ${cases.join('\n      ')}\n      else ${textArray(usual)} end`
}

const partsOfQuestions = {
  currency: 'currency',
  target: 'trim_scale(app.predicted_value(prediction))',
  day: 'app.predicted_day(prediction)',
  modification: "app.modification_key(prediction ->> 'modification')",
}

function questionInSql({ question }: BetTypeFacts): string {
  if (question.length === 0) return 'bet_type'
  return `concat_ws(':', bet_type, ${question.map((part) => partsOfQuestions[part]).join(',\n      ')})`
}

function toGrid({ grid: { scale, unit, anchored } }: ShapeFacts, x = 'x'): string {
  if (scale === 'log') return `ln(greatest(${x}, 1e-300))`
  return anchored ? `asinh((${x} - anchor) / ${unit})` : `asinh(${x} / ${unit})`
}

function fromGrid({ grid: { scale, unit, anchored } }: ShapeFacts): string {
  if (scale === 'log') return 'exp(u)'
  return `${anchored ? 'anchor + ' : ''}${unit} * sinh(u)`
}

function gridEnd(shape: ShapeFacts): string {
  const cell = (x: number) => `floor(${toGrid(shape, `${x}::float8`)} / ${shape.grid.step})::integer`
  return `case when upper_end then ${cell(shape.grid.to)}
      else ${cell(shape.grid.from)} end`
}
