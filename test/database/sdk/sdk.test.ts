import { expect, test } from 'vitest'
import {
  addComment,
  castVote,
  countView,
  createPaddock,
  currentMember,
  ensureSession,
  keepAccount,
  likePhoto,
  listBets,
  listComments,
  listPhotos,
  listReasons,
  listVehicles,
  loadLikes,
  loadResearch,
  loadSentiment,
  loadVehicle,
  loadVote,
  loadVoteSummary,
  logView,
  type PaddockClient,
  placeBet,
  removeComment,
  saveDisplayName,
  signIn,
  signOut,
  unlikePhoto,
  withdrawVote,
} from '../../../src/client/index.ts'
import { community } from '../../support/community.ts'

/** Every act of the SDK against the real server; the rights behind them have stories of their own. */
async function site() {
  const { vehicle, image, privateVehicle, service, server } = await community()
  const visitor = () => createPaddock(server.url, server.keys.publishableKey)
  return { vehicle, image, privateVehicle, service, visitor }
}

async function member(client: PaddockClient, name: string): Promise<string> {
  const { id } = await ensureSession(client)
  await saveDisplayName(client, id, name)
  return id
}

test('a visitor who does three things at once gets one account', async () => {
  const { visitor, vehicle, image } = await site()
  const client = visitor()
  expect(await currentMember(client)).toBeNull()
  await Promise.all([
    likePhoto(client, image.id),
    castVote(client, vehicle.id, { vote: 'yes', reason: null, estimatedValue: null }),
    addComment(client, image.id, 'First!'),
  ])
  const me = await currentMember(client)
  expect(me).toMatchObject({ email: null, isVisitor: true })
  expect((await listComments(client, image.id)).comments[0]?.author.id).toBe(me?.id)
  expect(await loadVote(client, vehicle.id, me?.id ?? '')).toMatchObject({ vote: 'yes' })
})

test('an account is kept, left and found again with all it did', async () => {
  const { visitor, vehicle } = await site()
  const client = visitor()
  await castVote(client, vehicle.id, { vote: 'no', reason: ' Too early. ', estimatedValue: 21_000 })
  const before = await currentMember(client)
  const email = `${before?.id}@example.com`
  expect(await keepAccount(client, email, 'long enough for this')).toEqual({
    ...{ id: before?.id, email, isVisitor: false, isOperator: false },
  })
  await signOut(client)
  expect(await currentMember(client)).toBeNull()

  const elsewhere = visitor()
  await expect(signIn(elsewhere, email, 'not this one')).rejects.toMatchObject({ code: 'wrong_email_or_password' })
  const found = await signIn(elsewhere, email, 'long enough for this')
  expect(found.id).toBe(before?.id)
  expect(await loadVote(elsewhere, vehicle.id, found.id)).toEqual({
    vote: 'no',
    reason: 'Too early.',
    estimatedValue: 21_000,
    currency: 'USD',
    isPrivate: false,
  })
  await expect(keepAccount(visitor(), email, 'long enough for this')).rejects.toMatchObject({ code: 'email_taken' })
})

test('a view is counted at once, and its dwell is logged without counting again', async () => {
  const { visitor, vehicle, image } = await site()
  const client = visitor()
  await countView(client, image.id)
  await logView(client, image.id, { seconds: 2.5, device: 'mobile' })
  expect(await listPhotos(client, vehicle.id)).toMatchObject([{ id: image.id, views: 1 }])
  await expect(countView(client, vehicle.id)).rejects.toMatchObject({ code: 'unknown_photo' })
  await expect(logView(client, image.id, { seconds: -1, device: 'mobile' })).rejects.toMatchObject({
    code: 'view_duration_is_from_0_to_86400_seconds',
  })
})

test('liking twice is one like, and a like can be taken back', async () => {
  const { visitor, image } = await site()
  const client = visitor()
  await likePhoto(client, image.id)
  await likePhoto(client, image.id)
  const me = await ensureSession(client)
  expect(await loadLikes(client, image.id, me.id)).toEqual({ count: 1, mine: true })
  expect(await loadLikes(visitor(), image.id, null)).toEqual({ count: 1, mine: false })
  await unlikePhoto(client, image.id)
  expect(await loadLikes(client, image.id, me.id)).toEqual({ count: 0, mine: false })
})

test('comments carry their authors’ names, and only the author removes one', async () => {
  const { visitor, image } = await site()
  const ada = visitor()
  const bob = visitor()
  await member(ada, 'Ada')
  await addComment(ada, image.id, 'Original paint?')
  await addComment(bob, image.id, 'It looks so.')
  const { comments, count } = await listComments(visitor(), image.id)
  expect(comments.map(({ text, author }) => [author.name, text])).toEqual([
    ['Ada', 'Original paint?'],
    [null, 'It looks so.'],
  ])
  expect(count).toBe(2)
  await removeComment(bob, comments[0]?.id ?? '')
  expect((await listComments(ada, image.id)).count).toBe(2)
  await removeComment(ada, comments[0]?.id ?? '')
  expect((await listComments(ada, image.id, { limit: 1 })).count).toBe(1)
  await expect(addComment(ada, image.id, '   ')).rejects.toMatchObject({ code: 'comment_has_1_to_2000_characters' })
})

test('a bet is placed as it was said and counts among what people expect', async () => {
  const { visitor, vehicle } = await site()
  const client = visitor()
  const claim = { type: 'value_milestone', prediction: { target_value: 50_000, by_date: '2027-12-31' } } as const
  const placed = await placeBet(client, vehicle.id, { ...claim, confidencePercent: 75 })
  expect(placed).toMatchObject({ ...claim, confidencePercent: 75, stake: 0, status: 'active' })
  await placeBet(client, vehicle.id, {
    type: 'auction_price',
    prediction: { low: 40_000, high: 50_000 },
    confidencePercent: 60,
  })
  const me = await ensureSession(client)
  expect(await listBets(client, vehicle.id, me.id)).toHaveLength(2)
  const alone = (value: number) => {
    const quantiles = { p10: value, p25: value, p75: value, p90: value }
    return { averageValue: value, medianValue: value, quantiles }
  }
  expect(await loadSentiment(visitor(), vehicle.id)).toEqual([
    { type: 'auction_price', bets: 1, people: 1, averageConfidencePercent: 60, ...alone(45_000) },
    { type: 'value_milestone', bets: 1, people: 1, averageConfidencePercent: 75, ...alone(50_000) },
  ])
  await expect(
    placeBet(client, vehicle.id, {
      type: 'value_milestone',
      prediction: { target_value: 50_000, by_date: 'soon' },
      confidencePercent: 75,
    }),
  ).rejects.toMatchObject({
    code: 'invalid_prediction',
    message: expect.stringContaining('must be a day such as "2027-06-30"'),
  })
  await expect(placeBet(client, vehicle.id, { ...claim, confidencePercent: 101 })).rejects.toMatchObject({
    code: 'confidence_is_from_0_to_100_percent',
  })
})

test('a vote is cast, changed and withdrawn, and the summary follows', async () => {
  const { visitor, vehicle, privateVehicle } = await site()
  const client = visitor()
  const id = await member(client, 'Ines')
  expect(await loadVoteSummary(client, vehicle.id)).toMatchObject({
    total: 0,
    yes: 0,
    no: 0,
    averageEstimate: null,
    verdict: 'undecided',
  })
  await castVote(client, vehicle.id, { vote: 'yes', reason: 'Complete papers.', estimatedValue: 20_000 })
  await castVote(client, vehicle.id, { vote: 'no', reason: 'On second thoughts, no.', estimatedValue: 18_000 })
  expect(await loadVoteSummary(visitor(), vehicle.id)).toMatchObject({
    total: 1,
    yes: 0,
    no: 1,
    averageEstimate: 18_000,
  })
  expect(await listReasons(visitor(), vehicle.id)).toMatchObject([
    { voter: { id, name: 'Ines' }, vote: 'no', reason: 'On second thoughts, no.' },
  ])
  await withdrawVote(client, vehicle.id)
  expect(await loadVote(client, vehicle.id, id)).toBeNull()
  await expect(
    castVote(client, privateVehicle.id, { vote: 'yes', reason: null, estimatedValue: null }),
  ).rejects.toMatchObject({ code: 'unknown_vehicle' })
})

test('research is read while it is fresh, and never afterwards', async () => {
  const { visitor, vehicle, service } = await site()
  const research = {
    vehicle_id: vehicle.id,
    research_data: { answer: 'L16' },
    sources: ['manual'],
    confidence_score: 90,
  }
  const cache = service.from('spec_research_cache')
  expect((await cache.insert({ ...research, spec_name: 'engine', spec_value: '1.6' })).error).toBeNull()
  expect((await cache.insert({ ...research, spec_name: 'axle', expires_at: '2026-01-01T00:00:00Z' })).error).toBeNull()
  expect(await loadResearch(visitor(), vehicle.id, 'engine')).toMatchObject({
    value: '1.6',
    research: { answer: 'L16' },
    confidence: 90,
  })
  expect(await loadResearch(visitor(), vehicle.id, 'axle')).toBeNull()
  expect(await loadResearch(visitor(), vehicle.id, 'paint')).toBeNull()
})

test('vehicles are listed with photo and vote, and one that is private, missing or misspelt is not there', async () => {
  const { visitor, vehicle, privateVehicle, image } = await site()
  const client = visitor()
  await castVote(client, vehicle.id, { vote: 'yes', reason: null, estimatedValue: null })
  const cards = await listVehicles(client, { limit: 500 })
  expect(cards.find(({ id }) => id === vehicle.id)).toMatchObject({
    make: 'Datsun',
    photo: { id: image.id },
    photoCount: 1,
    vote: { total: 1, yes: 1 },
  })
  expect(cards.some(({ id }) => id === privateVehicle.id)).toBe(false)
  expect(await loadVehicle(client, vehicle.id)).toMatchObject({ model: 'PL510', facts: { horsepower: null } })
  expect(await loadVehicle(client, privateVehicle.id)).toBeNull()
  expect(await loadVehicle(client, 'nothing')).toBeNull()
})

test('a server that is not there is an error that says so', async () => {
  const nobody = createPaddock('http://127.0.0.1:9', 'sb_publishable_none')
  await expect(listVehicles(nobody)).rejects.toMatchObject({ code: 'offline' })
})
