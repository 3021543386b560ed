import type { KnownTag, PhotoTag } from '../../../client/tags.ts'
import { named } from '../../language/say.ts'

/** What people read of a tag. */
export const labelOf = ({ tag }: Pick<PhotoTag, 'tag'>, known: KnownTag[] | undefined) =>
  named(known?.find((each) => each.tag === tag)?.label ?? tag.replaceAll('_', ' '), '@tag')
