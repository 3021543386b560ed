import type { Language } from '../language.ts'
import { account } from './account.ts'
import { auction } from './auction.ts'
import { discover } from './discover.ts'
import { forecasts } from './forecasts.ts'
import { garage } from './garage.ts'
import { insights } from './insights.ts'
import { named } from './named.ts'
import { page } from './page.ts'
import { photos } from './photos.ts'
import { refusals } from './refusals.ts'
import { sources } from './sources.ts'
import { told } from './told.ts'

export const german: Language = {
  tag: 'de',
  words: {
    ...account,
    ...auction,
    ...discover,
    ...forecasts,
    ...garage,
    ...insights,
    ...named,
    ...page,
    ...photos,
    ...refusals,
    ...sources,
  },
  told,
}
