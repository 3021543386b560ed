import type { PaddockClient } from '../client/client.ts'
import { cacheSeconds, type PhotoStore, StoreError } from './photo-store.ts'

export const bucketName = 'photos'

/**
 * Photos in a public bucket of Supabase Storage, made before the first one when it is missing.
 *
 * @param client with the secret key
 */
export function supabaseStore(client: PaddockClient): PhotoStore {
  const bucket = client.storage.from(bucketName)
  let made: Promise<void> | undefined
  return {
    async put(folder, files) {
      made ??= ensureBucket(client)
      await made
      for (const { name, bytes } of files) {
        // With upsert, so that an import that was killed can be run again.
        const options = { contentType: 'image/webp', cacheControl: String(cacheSeconds), upsert: true }
        check(await bucket.upload(`${folder}/${name}`, bytes, options), `keep ${name}`)
      }
    },
    has: async () => true, // nothing removes from the bucket behind an import's back
    async remove(folder) {
      const { data } = check(await bucket.list(folder), 'list a folder')
      const paths = (data ?? []).map(({ name }) => `${folder}/${name}`)
      if (paths.length > 0) check(await bucket.remove(paths), 'remove files')
    },
    addressOf: (folder, name) => bucket.getPublicUrl(`${folder}/${name}`).data.publicUrl,
  }
}

async function ensureBucket(client: PaddockClient): Promise<void> {
  const { error } = await client.storage.getBucket(bucketName)
  if (!error) return
  const made = await client.storage.createBucket(bucketName, { public: true, allowedMimeTypes: ['image/webp'] })
  if (made.error && !/already exists/i.test(made.error.message)) check(made, `make the bucket "${bucketName}"`)
}

function check<A extends { error: Error | null }>(answer: A, doing: string): A {
  if (!answer.error) return answer
  throw new StoreError(`Supabase Storage could not ${doing}: ${answer.error.message}.`, answer.error)
}
