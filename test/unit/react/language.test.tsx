import { createElement, lazy, Suspense } from 'react'
import { prerenderToNodeStream } from 'react-dom/static'
import { expect, test } from 'vitest'
import { createPaddock } from '../../../src/client/index.ts'
import { currencySign, day, money, moneyIn, timeAgo } from '../../../src/react/format.ts'
import { PaddockProvider } from '../../../src/react/hooks/PaddockProvider.tsx'
import { german } from '../../../src/react/language/german/index.ts'
import type { Language } from '../../../src/react/language/language.ts'
import { named, reasonOf, say, told } from '../../../src/react/language/say.ts'

const client = createPaddock('http://localhost:1', 'sb_publishable_nobody')

const Read = ({ read }: { read: () => unknown }) => <p>{JSON.stringify(read())}</p>

async function textOf(language: Language | undefined, read: () => unknown): Promise<string> {
  const { prelude } = await prerenderToNodeStream(
    <PaddockProvider client={client} language={language}>
      <Read read={read} />
    </PaddockProvider>,
  )
  let html = ''
  for await (const part of prelude as AsyncIterable<Buffer>) html += part.toString()
  return JSON.parse(html.replace(/<[^>]+>/g, '').replaceAll('&quot;', '"'))
}

test('a sentence, its number and its plural are the language’s', async () => {
  const votes = () => [0, 1, 1204].map((views) => say('{views} view|{views} views', { views }))
  expect(await textOf(undefined, votes)).toEqual(['0 views', '1 view', '1,204 views'])
  expect(await textOf(german, votes)).toEqual(['0 Aufrufe', '1 Aufruf', '1.204 Aufrufe'])
})

test('money, days and times are written as the language does', async () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const read = () => [
    money(-58_000),
    moneyIn('EUR', 58_000),
    currencySign('CHF'),
    day('2027-12-31'),
    timeAgo('2026-11-20T11:00:00Z', now),
    timeAgo('2026-11-22T11:59:50Z', now),
  ]
  expect(await textOf(undefined, read)).toEqual([
    '−$58,000',
    '€58,000',
    'CHF',
    '31 December 2027',
    '2 days ago',
    'just now',
  ])
  expect(await textOf(german, read)).toEqual([
    '−58.000\u00a0$',
    '58.000\u00a0€',
    'CHF',
    '31. Dezember 2027',
    'vorgestern',
    'gerade eben',
  ])
})

test('what a language lacks is said in English, and the mark of a meaning never', async () => {
  const french: Language = { tag: 'fr', words: { Save: 'Enregistrer' } }
  expect(await textOf(french, () => [say('Save'), say('Change@act'), say('Undo')])).toEqual([
    'Enregistrer',
    'Change',
    'Undo',
  ])
  expect(await textOf(german, () => [say('Change@act'), say('Change')])).toEqual(['Ändern', 'Änderung'])
})

test('what people write is not looked into', async () => {
  expect(await textOf(german, () => [named('a|b {c} me@home'), named('Trim', '@tag'), named('rally', '@tag')])).toEqual(
    ['a|b {c} me@home', 'Zierteile', 'rally'],
  )
})

test('refusals are told by their code, and what the database makes by its pattern', async () => {
  const refused = Object.assign(new Error('Email or password is wrong.'), { code: 'wrong_email_or_password' })
  const read = () => [
    reasonOf(refused),
    reasonOf(new Error('Something of its own.')),
    reasonOf(null),
    told('62.5 % say yes, but regulars and newcomers see it the other way.'),
    told('You are banned from voting: regulars and trolls'),
  ]
  expect(await textOf(german, read)).toEqual([
    'E-Mail oder Passwort stimmt nicht. Prüfe beides und versuch es noch einmal.',
    'Something of its own.',
    null,
    '62,5\u00a0% sagen Ja, aber die Stammmitglieder und die Neulinge sehen es anders.',
    'Du bist von der Abstimmung ausgeschlossen: regulars and trolls',
  ])
})

test('notices are told with their figures, days and questions in German, and what people wrote as it is', async () => {
  const read = () => [
    told(
      'The question "worth 50,000 USD or more by 31 December 2027" about the 1970 Plymouth ’Cuda 340 is settled: reached. Your bet came true; of 1,010.5 points staked, 1,130 came back.',
    ),
    told('The question "hammer price" about the 1971 Datsun PL510 is settled at 21,000 USD.'),
    told(
      'There is a result for the question "what this adds: Five-speed" about the vehicle. Who has a stake in it can dispute it until 2026-11-28 04:05 UTC.',
    ),
    told('Somebody replied to your comment on the 1971 BMW 2002: "hammer price"'),
    told('The forecast "build complete" of the 1971 BMW 2002 has moved from 2027-01-31 to 2027-03-01.'),
    told(
      'The community says your 1971 BMW 2002 is ready for auction. 62.5 % say yes, but newcomers see it the other way. Accept with a reserve, or decline.',
    ),
    told('Somebody you follow has bet on the 1971 BMW 2002.'),
  ]
  expect(await textOf(german, read)).toEqual([
    'Die Frage „bis zum 31. Dezember 2027 mindestens 50.000 USD wert“ zu 1970 Plymouth ’Cuda 340 ist ausgewertet: erreicht. Deine Wette ist eingetroffen; von 1.010,5 gesetzten Punkten kamen 1.130 zurück.',
    'Die Frage „Zuschlagspreis“ zu 1971 Datsun PL510 ist ausgewertet: 21.000 USD.',
    'Zur Frage „was das bringt: Five-speed“ zu vehicle liegt ein Ergebnis vor. Wer darauf gesetzt hat, kann es bis 28.11.2026, 04:05 Uhr UTC anfechten.',
    'Jemand hat auf deinen Kommentar zu 1971 BMW 2002 geantwortet: „hammer price“',
    'Die Prognose „Aufbau fertig“ zu 1971 BMW 2002 hat sich von 31.01.2027 auf 01.03.2027 bewegt.',
    'Die Community hält 1971 BMW 2002 für auktionsreif. 62,5\u00a0% sagen Ja, aber die Neulinge sehen es anders. Nimm mit einem Mindestpreis an, oder lehn ab.',
    'Jemand, dem du folgst, hat auf 1971 BMW 2002 gewettet.',
  ])
})

test('a server renders pages in two languages at once, each in its own also where it had to wait', async () => {
  const render = async (language: Language | undefined, ms: number) => {
    const Later = lazy(async () => {
      await new Promise((resolve) => setTimeout(resolve, ms))
      return { default: () => createElement('b', null, say('Save')) }
    })
    const { prelude } = await prerenderToNodeStream(
      <PaddockProvider client={client} language={language}>
        <Suspense>
          <Later />
        </Suspense>
      </PaddockProvider>,
    )
    let html = ''
    for await (const part of prelude as AsyncIterable<Buffer>) html += part.toString()
    return html.replace(/<(?!\/?b>)[^>]+>/g, '')
  }
  const [first, second, third] = await Promise.all([render(german, 20), render(undefined, 10), render(german, 0)])
  expect([first, second, third].map((html) => /<b>(.*)<\/b>/.exec(html ?? '')?.[1])).toEqual([
    'Speichern',
    'Save',
    'Speichern',
  ])
})
