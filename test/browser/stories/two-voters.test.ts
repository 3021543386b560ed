import { expect, test } from 'vitest'
import { openSite, soon } from '../site.ts'
import { arrive, member, type Person, signIn, sizes } from './person.ts'

const site = openSite()

test.each(sizes)(
  'on $name two people vote at once: what it weighs is said before, and each sees the other',
  async (size) => {
    const [model, before, yes, both] =
      size.width === 360
        ? ['’Cuda 340', '4 of 5 say yes', '5 of 6 say yes', '5 of 7 say yes']
        : ['PL510', '4 of 4 say yes', '5 of 5 say yes', '5 of 6 say yes']
    const path = `/vehicles/${await site.vehicle(model)}`
    const emails = await Promise.all([member(site, 'ada'), member(site, 'bob')])
    const people = await Promise.all(emails.map(() => arrive(site, size, path)))
    const [ada, bob] = people as [Person, Person]
    const auction = (person: Person) => person.page.getByRole('region', { name: 'Auction' })
    await Promise.all(
      people.map(async (person, n) => {
        await signIn(person, emails[n] as string)
        await person.link('Vote on auction')
        await person.sees(before, auction(person))
        // Before the vote: a member of today with a confirmed address.
        await person.press(auction(person).getByText(/^Your vote weighs \d+\s%/))
        await person.sees(/account/, auction(person).getByRole('list').first())
      }),
    )

    const waits: number[] = []
    const seen = async (others: Person, text: string) => {
      const since = Date.now()
      await others.sees(text, auction(others))
      waits.push(Date.now() - since)
    }
    await ada.button('Yes, auction it')
    await ada.sees(yes, auction(ada))
    await seen(bob, yes)
    await bob.button('No, not yet')
    await bob.sees(both, auction(bob))
    await seen(ada, both)

    await bob.page.getByLabel('Why? (if you like)').fill(`Not before it has been driven, on ${size.name}.`)
    await bob.button('Save', auction(bob))
    await seen(ada, `Not before it has been driven, on ${size.name}.`)
    // A machine that is busy with something else may hold one of them up, not all.
    expect(Math.min(...waits)).toBeLessThan(2_000)

    await bob.button('Yes, auction it')
    await soon(() => bob.page.getByLabel('Why? (if you like)').inputValue()).toBe('')
    await Promise.all([ada.leaves(), bob.leaves()])
  },
)
