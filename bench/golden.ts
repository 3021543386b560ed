import { openModel } from '../src/research/model/provider.ts'
import { type ModelSettings, readModelSettings } from '../src/research/model/settings.ts'
import { modelFetch } from '../src/server/functions/model-fetch.ts'
import { answer, type Outcome, score } from '../test/golden/evaluate.ts'
import { phrases, read } from '../test/golden/phrases.ts'
import { questions } from '../test/golden/questions.ts'
import { type WithModel, withModel } from '../test/golden/with-model.ts'

/** The golden questions, read without a model, and by the one that `AI_PROVIDER` and its settings name. `--quick` asks every tenth. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const asked = quick ? questions.filter((_, n) => n % 10 === 0) : questions
  const alone = asked.map((question) => answer(question, question.documents))
  const settings = readModelSettings((name) => process.env[name])
  const model = settings && (await ask(settings, asked))
  return [
    `${asked.length} questions, ${asked.filter(({ expected }) => expected.status !== 'supported').length} of them without one answer.`,
    `${phrases.filter((phrase) => String(read(phrase)) === String(phrase[4])).length} of ${phrases.length} sentences of test/golden/phrases.ts are read as they are labelled.\n`,
    table(alone, settings, model?.outcomes),
    model
      ? costs(model, settings)
      : 'Set AI_PROVIDER, AI_BASE_URL, AI_MODEL and AI_API_KEY to see a model beside the readers.',
  ].join('\n')
}

async function ask(settings: ModelSettings, asked: typeof questions): Promise<WithModel> {
  const model = await openModel(settings, modelFetch(settings))
  return await withModel(asked, model, (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${asked.length} asked`)
  })
}

function table(alone: Outcome[], settings: ModelSettings | null, beside: Outcome[] | undefined): string {
  const scores = [score(alone), ...(beside ? [score(beside)] : [])]
  const rows: [string, keyof ReturnType<typeof score>, string][] = [
    ['shown values right', 'right', '≥ .99'],
    ['coverage', 'coverage', '≥ .75'],
    ['refusal of what has no answer', 'refusal', '≥ .95'],
    ['conflicts, precision', 'conflictPrecision', '≥ .95'],
    ['conflicts, recall', 'conflictRecall', '≥ .95'],
  ]
  const heads = ['', 'asked', 'readers', ...(beside ? [`${settings?.provider} ${settings?.model}`] : [])]
  return [
    `| ${heads.join(' | ')} |`,
    `|${'---|'.repeat(heads.length)}`,
    ...rows.map(
      ([title, name, least]) => `| ${[title, least, ...scores.map((of) => of[name].toFixed(3))].join(' | ')} |`,
    ),
    '',
  ].join('\n')
}

function costs({ calls, failed, tokens, refused }: WithModel, settings: ModelSettings | null): string {
  const { price = null } = settings ?? {}
  const dollars = price && (tokens.input * price.input + tokens.output * price.output) / 1_000_000
  const turned = Object.entries(refused).filter(([, n]) => n > 0)
  return [
    `${calls} calls, ${failed} not answered; ${tokens.input} tokens read and ${tokens.output} written${dollars === null ? '' : `, ${dollars.toFixed(2)} dollars`}.`,
    `Claims of the model that a guard turned down: ${turned.map(([name, n]) => `${n} ${name}`).join(', ') || 'none'}.`,
  ].join('\n')
}
