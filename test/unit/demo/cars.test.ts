import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import cars from '../../../src/server/demo/cars.json' with { type: 'json' }

const dataSet = new URL('../../tools/node_modules/vega-datasets/data/cars.json', import.meta.url)

test('the facts of the demo vehicles are rows of the published data set, unchanged', () => {
  const published = JSON.parse(readFileSync(dataSet, 'utf8')) as unknown[]
  for (const row of Object.values(cars)) expect(published).toContainEqual(row)
})
