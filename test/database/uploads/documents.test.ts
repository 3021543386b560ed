import { PDFDocument, StandardFonts } from 'pdf-lib'
import { afterEach, describe, expect, test } from 'vitest'
import {
  addDocument,
  openDocument,
  retractDocument,
  searchSources,
  vehicleDocuments,
} from '../../../src/client/index.ts'
import { addSource, indexed, parsed, put } from '../../support/library.ts'
import type { Person } from '../../support/people.ts'
import { type Garage, garage, sdk } from './support.ts'

const text = (words: string) => new Blob([words])
const codeOf = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

async function buildSheet(): Promise<Blob> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  pdf
    .addPage([612, 792])
    .drawText('Build sheet: rear axle ratio 3.90 with limited slip.', { x: 72, y: 700, size: 11, font })
  return new Blob([new Uint8Array(await pdf.save())])
}

const hits = (client: unknown, query: string, vehicleId?: string) =>
  searchSources(sdk(client), query, vehicleId ? { vehicleId } : {})

afterEach(() => {
  delete process.env.PADDOCK_OCR
})

describe("an owner's documents of their vehicle", () => {
  test('are found, opened and listed by the owner, also of a private vehicle, and by nobody else', async () => {
    const { carol, bob, vehicleId, privateId, server } = await garage()
    const added = await addDocument(sdk(carol), vehicleId, await buildSheet(), {
      name: 'build-sheet.pdf',
      title: 'Build sheet',
    })
    expect(added).toEqual({ documentId: expect.any(String), duplicate: false, refused: [] })
    const hidden = await addDocument(
      sdk(carol),
      privateId,
      text('Receipt: clutch replaced at Hasselbring, 412 dollars.'),
      { name: 'receipt.txt' },
    )
    await indexed(server.sql)

    expect(await vehicleDocuments(sdk(carol), vehicleId)).toMatchObject([
      { id: added.documentId, title: 'Build sheet', pages: 1 },
    ])
    expect((await openDocument(sdk(carol), hidden.documentId)).text).toContain('412 dollars')
    const [own] = await hits(carol, 'limited slip axle ratio', vehicleId)
    expect(own).toMatchObject({ documentId: added.documentId, kind: 'owner_document', page: 1 })
    expect((await hits(carol, 'Hasselbring clutch'))[0]?.documentId).toBe(hidden.documentId)

    for (const other of [bob, server.client()]) {
      expect(await hits(other, 'limited slip axle ratio', vehicleId)).toEqual([])
      expect(await hits(other, 'Hasselbring clutch')).toEqual([])
      expect(await vehicleDocuments(sdk(other), vehicleId)).toEqual([])
      expect(await codeOf(openDocument(sdk(other), added.documentId))).toBe('unknown_document')
      const { data } = await other.from('sources').select().eq('vehicle_id', vehicleId)
      expect(data).toEqual([])
    }
  })

  test("change no order and no score of anybody else's search", async () => {
    const { carol, bob, vehicleId, server } = await garage()
    const sourceId = await addSource(server.sql)
    await put(
      server.sql,
      { sourceId },
      parsed(['The zanzibar gasket seals.', 'A zanzibar gasket and a quokka washer.', 'Quokka washer only.']),
    )
    await indexed(server.sql)
    const ask = async (person: { rpc: Person['rpc'] }) =>
      (await person.rpc('search_sources', { query: 'zanzibar gasket quokka' })).data.map(
        ({ chunk_id, score, snippet }: Record<string, unknown>) => [chunk_id, score, snippet],
      )
    const before = [await ask(bob), await ask(server.client())]
    for (const n of [1, 2, 3])
      await addDocument(
        sdk(carol),
        vehicleId,
        text(`Zanzibar gasket number ${n}, fitted by the owner. ${'zanzibar gasket '.repeat(n * 20)}`),
        { name: `${n}.txt` },
      )
    await indexed(server.sql)
    expect([await ask(bob), await ask(server.client())]).toEqual(before)
    expect((await ask(carol)).length).toBeGreaterThan(before[0]?.length ?? 0)
  })

  test('are added by the owner alone', async () => {
    const { carol, bob, vehicleId, privateId, server } = await garage()
    const add = (person: unknown, id: string) => codeOf(addDocument(sdk(person), id, text('Words.'), { name: 'a.txt' }))
    expect(await add(bob, vehicleId)).toBe('not_allowed')
    expect(await add(bob, privateId)).toBe('unknown_vehicle')
    expect(await add(server.client(), vehicleId)).toBe('not_signed_in')
    expect(await add(carol, crypto.randomUUID())).toBe('unknown_vehicle')
    // Nor through the function below the door, whatever the document claims.
    const document = {
      title: 'x',
      text: 'Torque',
      sha256: 'a'.repeat(64),
      chunks: [{ start: 0, end: 6, heading: [] }],
      kind: 'manual',
      is_public: true,
    }
    const refused = await bob.rpc('add_owner_document', { vehicle_id: vehicleId, document })
    expect(refused.error).toMatchObject({ code: '42501', details: 'not_your_vehicle' })
    const own = await carol.rpc('add_owner_document', { vehicle_id: vehicleId, document })
    const [row] =
      await server.sql`select kind, is_public, owner_id from source_documents where id = ${own.data.document_id}`
    expect(row).toEqual({ kind: 'owner_document', is_public: false, owner_id: carol.id })
    for (const broken of [
      null,
      [],
      {},
      { ...document, text: '' },
      { ...document, sha256: 'b'.repeat(64), chunks: [{ start: 4, end: 2, heading: [] }] },
      { ...document, sha256: 'x' },
    ])
      expect((await carol.rpc('add_owner_document', { vehicle_id: vehicleId, document: broken })).error?.code).toMatch(
        /^(22023|22011|23514)$/,
      )
  })

  test('go along when the vehicle changes hands, and with it when it is deleted', async () => {
    const { carol, bob, vehicleId, server } = await garage()
    const { documentId } = await addDocument(sdk(carol), vehicleId, text('Owner history of the car.'), {
      name: 'history.md',
    })
    await server.sql`update public.vehicles set user_id = ${bob.id} where id = ${vehicleId}`
    expect(await codeOf(openDocument(sdk(carol), documentId))).toBe('unknown_document')
    expect((await openDocument(sdk(bob), documentId)).text).toContain('Owner history')
    await server.sql`delete from public.vehicles where id = ${vehicleId}`
    expect(await server.sql`select from source_documents where id = ${documentId}`).toEqual([])
  })

  test('are gone with their words when the owner removes them, and may be added again; a stranger removes none', async () => {
    const { carol, bob, vehicleId, server } = await garage()
    const add = () => addDocument(sdk(carol), vehicleId, text('Invoice of the respray.'), { name: 'invoice.txt' })
    const { documentId } = await add()
    expect(await add()).toMatchObject({ documentId, duplicate: true })
    expect(await codeOf(retractDocument(sdk(bob), documentId))).toBe('unknown_document')
    await retractDocument(sdk(carol), documentId)
    expect(await server.sql`select from app.source_texts where document_id = ${documentId}`).toEqual([])
    expect(await server.sql`select from sources where vehicle_id = ${vehicleId}`).toEqual([])
    expect(await hits(carol, 'respray invoice')).toEqual([])
    expect(await add()).toMatchObject({ duplicate: false })
  })
})

describe('a file that cannot be read', () => {
  const refusal = async (world: Garage, name: string, file: Blob) =>
    await addDocument(sdk(world.carol), world.vehicleId, file, { name }).then(
      () => null,
      ({ code, message }: { code: string; message: string }) => ({ code, message }),
    )

  test('is refused with a reason: a picture, a broken PDF, a page of the web, a program', async () => {
    const world = await garage()
    const expected: [string, Blob, string, RegExp][] = [
      ['sheet.jpg', text('\u00ff\u00d8 picture'), 'picture_without_text', /PADDOCK_OCR/],
      ['sheet.pdf', new Blob([(await buildSheet()).slice(0, 300)]), 'damaged', /\w/],
      ['page.html', text('<p>x</p>'), 'unsupported_format', /PDF/],
      ['a.exe', text('MZ'), 'unsupported_format', /PDF/],
      ['empty.txt', text(''), 'empty', /nothing/],
      ['long.txt', text('word '.repeat(1_100_000)), 'too_large', /5 MB/],
      ['much.txt', text('word '.repeat(420_000)), 'document_too_long', /2000000 characters/],
    ]
    for (const [name, file, code, message] of expected)
      expect(await refusal(world, name, file), name).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(await vehicleDocuments(sdk(world.carol), world.vehicleId)).toEqual([])
  })

  test('a picture is read where the operator has a command for it', async () => {
    const { carol, vehicleId } = await garage()
    process.env.PADDOCK_OCR = `${process.execPath} -p 'Paint_code_910'`
    const { documentId } = await addDocument(sdk(carol), vehicleId, text('\u00ff\u00d8 picture'), {
      name: 'plate.jpg',
      aiInput: false,
    })
    expect((await openDocument(sdk(carol), documentId)).text).toBe('Paint_code_910')
    expect(await vehicleDocuments(sdk(carol), vehicleId)).toMatchObject([{ title: 'plate', mayAiInput: false }])
  })

  test('more than a vehicle may have, or in too little time, is refused', async () => {
    const { carol, vehicleId, server } = await garage()
    await server.sql`update app.settings set value = '1' where name = 'owner_documents_most'`
    await addDocument(sdk(carol), vehicleId, text('One.'), { name: 'a.txt' })
    expect(await codeOf(addDocument(sdk(carol), vehicleId, text('Two.'), { name: 'b.txt' }))).toBe(
      'too_many_documents_of_a_vehicle',
    )
    await server.sql`update app.settings set value = '300' where name = 'owner_documents_most'`
    await server.sql`update app.settings set value = '1' where name = 'pace_documents'`
    expect(await codeOf(addDocument(sdk(carol), vehicleId, text('Three.'), { name: 'c.txt' }))).toBe(
      'too_many_requests',
    )
    await server.sql`update app.settings set value = '60' where name = 'pace_documents'`
  })
})
