import { ConfigError } from '../../config.ts'
import { asConfigError } from './add.ts'
import { readArguments, readId, withDatabase } from './options.ts'

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, 1)
  const id = readId(positionals[0], 'document')
  if (!id) throw new ConfigError('Say which document: paddock sources retract DOCUMENT')
  await withDatabase((sql) => sql`select app.retract_document(${id}, 'withdrawn')`).catch((error: unknown) => {
    throw asConfigError(error)
  })
  console.log(
    values.json ? JSON.stringify({ retracted: id }) : `Retracted ${id}. Search and answers no longer have it.`,
  )
}
