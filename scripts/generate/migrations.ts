import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One migration: the schema files it is built from, in order, and what they are built into. */
export type Migration = { name: string; about: string; files: SchemaFile[] }
/** With `unless`, the file is applied only to a database that lacks that relation. */
export type SchemaFile = { name: string; unless?: string }

const schemas = 'supabase/schemas'

/** The migrations and the schema files behind them: the one place that says which goes where. */
export const migrations: Migration[] = [
  {
    name: '20251018_vehicles.sql',
    about: 'Vehicles, photos and profiles, each only where the project has none yet.',
    files: [
      { name: '00_app.sql' },
      { name: '10_vehicles.sql', unless: 'public.vehicles' },
      { name: '11_vehicle_images.sql', unless: 'public.vehicle_images' },
      { name: '12_profiles.sql', unless: 'public.profiles' },
    ],
  },
  {
    name: '20251019_add_backend_features.sql',
    about:
      'Attention, bets, auction votes and researched specs, on top of vehicles(id, user_id) and vehicle_images(id, vehicle_id).',
    files: [
      { name: '00_app.sql' },
      { name: '01_before_features.sql' },
      { name: '20_visibility.sql' },
      { name: '21_image_metrics.sql' },
      { name: '22_photo_files.sql' },
      { name: '23_attention_settings.sql' },
      { name: '24_ledger_clock.sql' },
      { name: '25_viewers.sql' },
      { name: '26_bots.generated.sql' },
      { name: '30_image_views.sql' },
      { name: '31_image_interactions.sql' },
      { name: '32_comment_reports.sql' },
      { name: '33_record_image_views.sql' },
      { name: '34_increment_image_view_count.sql' },
      { name: '35_view_rollups.sql' },
      { name: '36_engagement_score.sql' },
      { name: '37_fold_views.sql' },
      { name: '38_image_tags.sql' },
      { name: '39_vehicle_insights.sql' },
      { name: '40_bet_predictions.sql' },
      { name: '40_bet_questions.sql' },
      { name: '40_vehicle_bets.sql' },
      { name: '40_vehicle_bets_revised.sql' },
      { name: '41_bet_changes.sql' },
      { name: '41_bettors.sql' },
      { name: '41_vehicle_market_sentiment.sql' },
      { name: '42_points.sql' },
      { name: '42_point_history.sql' },
      { name: '43_vehicle_outcomes.sql' },
      { name: '44_settlement.sql' },
      { name: '44_settlement_disputed.sql' },
      { name: '45_distributions.sql' },
      { name: '46_forecast_settings.sql' },
      { name: '46_crowd_claims.sql' },
      { name: '46_crowds.sql' },
      { name: '46_crowd_answers.sql' },
      { name: '46_fold_bets.sql' },
      { name: '46_forecasts.sql' },
      { name: '47_scores.sql' },
      { name: '48_leaderboard.sql' },
      { name: '48_calibration.sql' },
      { name: '49_audit.sql' },
      { name: '50_auction_settings.sql' },
      { name: '50_auction_votes.sql' },
      { name: '50_vote_history.sql' },
      { name: '50_vote_weights.sql' },
      { name: '51_verdict.sql' },
      { name: '52_vote_tallies.sql' },
      { name: '53_outbox.sql' },
      { name: '54_auction_nominations.sql' },
      { name: '55_fold_votes.sql' },
      { name: '56_vote_bursts.sql' },
      { name: '57_auction_vote_summary.sql' },
      { name: '58_auction_afterwards.sql' },
      { name: '58_auction_ready.sql' },
      { name: '58_reason_marks.sql' },
      { name: '59_auction_jobs.sql' },
      { name: '60_spec_research_cache.sql' },
      { name: '90_attention_jobs.sql' },
      { name: '95_vehicle_marks.sql' },
    ],
  },
]

/** The text of a migration: pasteable in a SQL editor, and harmless when it is applied again. */
export async function buildMigration(root: string, migration: Migration): Promise<string> {
  const parts = [
    `-- ${migration.name}: ${migration.about}`,
    '-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.',
    '-- It can be pasted into a SQL editor and applied more than once.',
  ]
  for (const file of migration.files) {
    const text = await readFile(join(root, schemas, file.name), 'utf8')
    parts.push(`\n-- ${file.name}\n`, file.unless ? onlyWithout(file.unless, text) : repeatable(text))
  }
  return `${parts.join('\n').trimEnd()}\n`
}

/** Rewrites what Postgres would refuse the second time. Schema files start each such statement in the first column. */
function repeatable(sql: string): string {
  return sql
    .replace(/^create (unlogged )?table (?!if not exists)/gm, 'create $1table if not exists ')
    .replace(/^create (unique )?index (?!if not exists)/gm, 'create $1index if not exists ')
    .replace(/^create trigger /gm, 'create or replace trigger ')
    .replace(/^create policy ("[^"]+") on (\S+)/gm, 'drop policy if exists $1 on $2;\ncreate policy $1 on $2')
}

function onlyWithout(relation: string, sql: string): string {
  return [
    'do $migration$',
    'begin',
    `  if to_regclass('${relation}') is not null then return; end if;`,
    '  execute $statements$',
    sql.trimEnd(),
    '  $statements$;',
    'end',
    '$migration$;',
  ].join('\n')
}
