import { expect, test } from 'vitest'
import type { Act } from '../../../src/client/acts/act.ts'
import { type Acts, createActs } from '../../../src/client/acts/acts.ts'
import { failureOf } from '../../../src/client/acts/perform.ts'
import { createActStore } from '../../../src/client/acts/store.ts'
import { PaddockError } from '../../../src/client/errors.ts'
import fc from '../../support/property.ts'

/** A browser's storage, that outlives its tabs. */
function createStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: (place) => [...items.keys()][place] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
}

type Person = { id: string; isVisitor: boolean }
const tom: Person = { id: 'tom', isVisitor: false }
const eva: Person = { id: 'eva', isVisitor: false }
const visitor: Person = { id: 'visitor', isVisitor: true }

type Network = 'up' | 'down' | 'loses answers'

/** A browser of several tabs, a network that comes and goes, and a server that does what bears an id once. */
function createWorld() {
  const storage = createStorage()
  const world = {
    network: 'up' as Network,
    member: tom as Person | null,
    done: [] as { id: string; text: string; by: string }[],
    storage,
  }
  let ids = 0
  let turn: Promise<unknown> = Promise.resolve()
  const perform = async (act: Act, id: string, of: { id: string | null; isVisitor: boolean }) => {
    const now = world.member ?? { id: null, isVisitor: true }
    if (of.isVisitor ? !now.isVisitor : now.id !== of.id) throw new PaddockError('not_signed_in', 'Somebody else.')
    const by = world.member?.id ?? 'visitor' // a request bears who was signed in when it left
    await Promise.resolve()
    if (world.network === 'down') throw new PaddockError('offline', 'No connection.')
    const text = act.kind === 'comment' ? act.text : act.kind
    if (text.startsWith('rude')) throw new PaddockError('not_allowed', 'Not that.')
    if (!world.done.some((each) => each.id === id)) world.done.push({ id, text, by })
    if (world.network === 'loses answers') throw new PaddockError('offline', 'No answer.')
  }
  const openTab = (): Acts => {
    const acts = createActs({
      store: createActStore('acts ', storage),
      perform,
      failureOf,
      exclusively: (work) => {
        const mine = turn.then(work)
        turn = mine.catch(() => {})
        return mine
      },
      makeId: () => `id-${++ids}`,
    })
    acts.setPerson(world.member)
    return acts
  }
  return { world, openTab }
}

const comment = (text: string): Act => ({ kind: 'comment', photoId: 'photo', text, parentId: null })
const texts = (acts: Acts) => acts.list().map(({ act }) => (act.kind === 'comment' ? act.text : act.kind))

test('waits without a connection, over a reload, and is sent once in order when it is back', async () => {
  const { world, openTab } = createWorld()
  world.network = 'down'
  const before = openTab()
  expect(await before.act(comment('first'))).toBe('waiting')
  expect(await before.act(comment('second'))).toBe('waiting')
  const after = openTab()
  expect(texts(after)).toEqual(['first', 'second'])
  world.network = 'up'
  await Promise.all([before.send(), after.send()])
  expect(world.done.map(({ text }) => text)).toEqual(['first', 'second'])
  after.refresh()
  expect(after.list()).toEqual([])
})

test('tells a refusal at once to who waits for it, and gives back later with the reason', async () => {
  const { world, openTab } = createWorld()
  const tab = openTab()
  await expect(tab.act(comment('rude now'))).rejects.toMatchObject({ code: 'not_allowed' })
  expect(tab.list()).toEqual([])
  world.network = 'down'
  await tab.act(comment('rude later'))
  await tab.act(comment('kind'))
  world.network = 'up'
  await tab.send()
  expect(tab.list()).toMatchObject([
    { act: { text: 'rude later' }, refused: { code: 'not_allowed', message: 'Not that.' } },
  ])
  expect(world.done.map(({ text }) => text)).toEqual(['kind'])
})

test('of likes and votes the last one alone is sent', async () => {
  const { world, openTab } = createWorld()
  world.network = 'down'
  const tab = openTab()
  await tab.act({ kind: 'like', photoId: 'photo', on: true })
  await tab.act({ kind: 'like', photoId: 'other', on: true })
  await tab.act({ kind: 'like', photoId: 'photo', on: false })
  expect(tab.list().map(({ act }) => act)).toEqual([
    { kind: 'like', photoId: 'other', on: true },
    { kind: 'like', photoId: 'photo', on: false },
  ])
})

test('the last word on a comment, a tag, a reason or a bet is sent alone, whatever was said before', async () => {
  const { world, openTab } = createWorld()
  world.network = 'down'
  const tab = openTab()
  const bet = { type: 'auction_price', prediction: { target_value: 1 }, confidencePercent: 50 } as const
  const last: Act[] = [
    { kind: 'remove', photoId: 'photo', commentId: 'one' },
    { kind: 'hide', photoId: 'photo', commentId: 'one', on: false },
    { kind: 'tag', photoId: 'photo', tag: 'rust', on: false },
    { kind: 'tag', photoId: 'photo', tag: 'engine', on: true },
    { kind: 'useful', vehicleId: 'car', voterId: 'eva', on: false },
    { kind: 'cancel', vehicleId: 'car', betId: 'first' },
    { kind: 'revise', vehicleId: 'car', betId: 'second', bet },
  ]
  await tab.act({ kind: 'edit', photoId: 'photo', commentId: 'one', text: 'better' })
  await tab.act({ kind: 'hide', photoId: 'photo', commentId: 'one', on: true })
  await tab.act({ kind: 'tag', photoId: 'photo', tag: 'rust', on: true })
  await tab.act({ kind: 'useful', vehicleId: 'car', voterId: 'eva', on: true })
  await tab.act({ kind: 'revise', vehicleId: 'car', betId: 'first', bet })
  for (const act of last) await tab.act(act)
  expect(
    openTab()
      .list()
      .map(({ act }) => act),
  ).toEqual(last)
})

test('another member neither sees nor sends them; they go with who did them', async () => {
  const { world, openTab } = createWorld()
  world.network = 'down'
  await openTab().act(comment('of Tom'))
  world.network = 'up'
  world.member = eva
  const hers = openTab()
  await hers.send()
  expect([hers.list(), world.done]).toEqual([[], []])
  world.member = tom
  await openTab().send()
  expect(world.done).toMatchObject([{ text: 'of Tom', by: 'tom' }])
})

test('a session that changed in another tab is noticed before anything is sent', async () => {
  const { world, openTab } = createWorld()
  world.network = 'down'
  const tab = openTab()
  await tab.act(comment('of Tom'))
  world.network = 'up'
  world.member = eva // this tab has not heard of it
  await tab.send()
  expect(world.done).toEqual([])
})

test('what a visitor did goes on as them, and bears no other name without being asked', async () => {
  const { world, openTab } = createWorld()
  world.network = 'down'
  world.member = null
  const tab = openTab()
  await tab.act(comment('hello'))
  world.network = 'up'
  world.member = tom
  tab.setPerson(tom)
  await tab.send()
  expect(world.done).toEqual([])
  const [asked] = tab.list()
  expect(asked?.refused?.code).toBe('made_before_signing_in')
  await tab.sendAgain(asked?.id ?? '')
  expect(world.done).toMatchObject([{ text: 'hello', by: 'tom' }])

  world.network = 'down'
  world.member = visitor
  tab.setPerson(visitor)
  await tab.act(comment('kept'))
  world.network = 'up'
  world.member = { id: 'visitor', isVisitor: false } // the visitor has kept the account
  tab.setPerson(world.member)
  await tab.send()
  expect(world.done.at(-1)).toMatchObject({ text: 'kept', by: 'visitor' })
})

test('what is no act is left alone, and a storage that takes nothing keeps the words in the form', async () => {
  const { world, openTab } = createWorld()
  for (const odd of [
    'no json',
    '[]',
    'null',
    '{"act":{}}',
    '{"id":"x","person":{"id":null,"isVisitor":true},"act":1}',
  ]) {
    world.storage.setItem('acts 0000000000000001 x', odd)
    expect(openTab().list(), odd).toEqual([])
  }
  world.storage.setItem = () => {
    throw new Error('full')
  }
  await expect(openTab().act(comment('long'))).rejects.toThrow('full')
})

type Step = 'act' | 'rude' | 'reload' | 'send' | 'take back' | Network | 'tom' | 'eva'
const steps: Step[] = ['act', 'rude', 'reload', 'send', 'take back', 'up', 'down', 'loses answers', 'tom', 'eva']

test('whatever the network does, nothing is lost, and nothing is done twice or by another', async () => {
  const history = fc.array(fc.record({ step: fc.constantFrom(...steps), tab: fc.nat(1), waits: fc.boolean() }), {
    maxLength: 40,
  })
  await fc.assert(
    fc.asyncProperty(history, async (happens) => {
      const { world, openTab } = createWorld()
      const tabs = [openTab(), openTab()]
      const made = new Map<string, string>()
      const refusedAtOnce = new Set<string>()
      const takenBack = new Set<string>()
      const running: Promise<unknown>[] = []
      for (const [n, { step, tab: place, waits }] of happens.entries()) {
        const tab = tabs[place] as Acts
        let work: Promise<unknown> = Promise.resolve()
        if (step === 'act' || step === 'rude') {
          const text = `${step} ${n}`
          made.set(text, (world.member as Person).id)
          work = tab.act(comment(text)).catch(() => refusedAtOnce.add(text))
        } else if (step === 'reload') tabs[place] = openTab()
        else if (step === 'send') work = tab.send()
        else if (step === 'take back') {
          const [first] = tab.list()
          const text = texts(tab)[0]
          if (first && text) work = tab.takeBack(first.id).then((taken) => taken && takenBack.add(text))
        } else if (step === 'tom' || step === 'eva') {
          await Promise.all(running)
          world.member = step === 'tom' ? tom : eva
          for (const each of tabs) each.setPerson(world.member)
        } else world.network = step
        if (waits) await work
        else running.push(work)
      }
      await Promise.all(running)
      world.network = 'up'
      const left = new Set<string>()
      for (const person of [tom, eva]) {
        world.member = person
        const tab = openTab()
        await tab.send()
        for (const { refused } of tab.list()) expect(refused?.code).toBe('not_allowed')
        for (const text of texts(tab)) left.add(text)
      }
      const sent = world.done.map(({ text }) => text)
      expect(new Set(sent).size).toBe(sent.length)
      for (const { text, by } of world.done) expect(by).toBe(made.get(text))
      for (const text of made.keys()) {
        const ends = [sent.includes(text), left.has(text), refusedAtOnce.has(text), takenBack.has(text)]
        expect(ends.some(Boolean), text).toBe(true)
      }
      for (const person of ['tom', 'eva']) {
        const order = world.done.filter(({ by }) => by === person).map(({ text }) => Number(text.split(' ')[1]))
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }
    }),
    { numRuns: 500 },
  )
})
