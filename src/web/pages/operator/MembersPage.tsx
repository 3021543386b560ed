import { useDeferredValue, useId } from 'react'
import {
  banMember,
  findMembers,
  liftSuspension,
  type MemberGroup,
  type MemberRecord,
  memberGroups,
  suspendMember,
  unbanMember,
} from '../../../client/operator/members.ts'
import { PersonName } from '../../../react/components/shared/PersonName.tsx'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { day, nameOf, timeAgo } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { replaceAddress, useSearch } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { useList } from './use-operator.ts'

const groupTitles: Record<MemberGroup, string> = {
  suspended: 'Suspended',
  banned: 'Banned from voting',
  operators: 'Operators',
}

/** Members, found by what one knows of them, and what can be done about those who do harm. */
export function MembersPage() {
  const id = useId()
  const asked = new URLSearchParams(useSearch())
  const words = asked.get('q') ?? ''
  const group = memberGroups.find((each) => each === asked.get('group')) ?? null
  const late = useDeferredValue(words)
  const members = useList(['members', late, group ?? ''], (client, options) =>
    findMembers(client, { words: late, group }, options),
  )
  const ask = (change: Record<string, string>) => {
    const next = new URLSearchParams(asked)
    for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name)
    replaceAddress(`/operator/members${next.size > 0 ? `?${next}` : ''}`)
  }
  return (
    <section aria-label={say('Members')}>
      <search className="operator-ask">
        <div className="pd-field">
          <label htmlFor={`${id}q`}>{say('Name, email or id')}</label>
          <input
            id={`${id}q`}
            type="search"
            value={words}
            maxLength={300}
            onChange={(event) => ask({ q: event.target.value })}
          />
        </div>
        <div className="pd-field">
          <label htmlFor={`${id}group`}>{say('Who')}</label>
          <select id={`${id}group`} value={group ?? ''} onChange={(event) => ask({ group: event.target.value })}>
            <option value="">{say('Everybody')}</option>
            {memberGroups.map((each) => (
              <option key={each} value={each}>
                {say(groupTitles[each])}
              </option>
            ))}
          </select>
        </div>
      </search>
      <Endless list={members} none={say('Nobody fits.')}>
        {(rows) => (
          <ul className="operator-list">
            {rows.map((member) => (
              <li key={member.id}>
                <Member member={member} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </section>
  )
}

function Member({ member }: { member: MemberRecord }) {
  const now = useNow()
  const { email, isVisitor, isOperator, joinedAt, lastSignInAt, suspension, ban, commentsHeld } = member
  const facts = [
    isVisitor ? say('No email yet') : email,
    isOperator && say('an operator'),
    say('since {joinedAt}', { joinedAt: day(joinedAt) }),
    lastSignInAt && say('signed in {lastSignInAt}', { lastSignInAt: timeAgo(lastSignInAt, now) }),
    commentsHeld > 0 &&
      say('{commentsHeld} comment taken from view|{commentsHeld} comments taken from view', { commentsHeld }),
  ].filter(Boolean)
  return (
    <article>
      <p>
        <strong>
          <PersonName person={member} />
        </strong>
      </p>
      <p className="pd-small pd-quiet operator-about">{facts.join(', ')}</p>
      {suspension && (
        <p>
          {say('Suspended until {until}', { until: day(suspension.until) })}
          {suspension.reason && `: ${suspension.reason}`}
        </p>
      )}
      {ban && <p>{say('Banned from voting {at}: {reason}', { at: timeAgo(ban.at, now), reason: ban.reason })}</p>}
      {!isOperator && <Acts member={member} />}
    </article>
  )
}

function Acts({ member }: { member: MemberRecord }) {
  const act = useAct()
  const { id, suspension, ban } = member
  const who = member.name ?? member.email ?? nameOf(member)
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  return (
    <p className="pd-row">
      {suspension ? (
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `lift ${id}`,
              title: say('Lift the suspension of {who}', { who }),
              says: say('They can sign in again.'),
              confirm: say('Lift it'),
              run: async (client, reason) => {
                await liftSuspension(client, id, reason)
                return say('{who} can sign in again.', { who })
              },
            })
          }
        >
          {say('Lift the suspension')}
          <span className="pd-hidden"> {say('of {who}', { who })}</span>
        </button>
      ) : (
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `suspend ${id}`,
              title: say('Suspend {who}', { who }),
              says: say(
                'They are signed out everywhere at once and cannot sign in until that day. What they have written stays.',
              ),
              confirm: say('Suspend'),
              fields: { until: { label: say('Until'), value: inAWeek, type: 'date' } },
              run: async (client, reason, { until = '' }) => {
                await suspendMember(client, id, new Date(until), reason)
                return say('{who} is suspended until {until}.', { who, until: day(until) })
              },
            })
          }
        >
          {say('Suspend')}
          <span className="pd-hidden"> {who}</span>
        </button>
      )}
      {ban ? (
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `unban ${id}`,
              title: say('Let {who} vote again', { who }),
              says: say('Their votes stand again, past ones included, but for those that a review has discarded.'),
              confirm: say('Lift the ban'),
              run: async (client, reason) => {
                await unbanMember(client, id, reason)
                return say('The votes of {who} stand again.', { who })
              },
            })
          }
        >
          {say('Let vote again')}
          <span className="pd-hidden">: {who}</span>
        </button>
      ) : (
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `ban ${id}`,
              title: say('Ban {who} from voting', { who }),
              says: say(
                'None of their votes, past ones included, is counted or shown to others any more. They read your reason.',
              ),
              confirm: say('Ban from voting'),
              run: async (client, reason) => {
                await banMember(client, id, reason)
                return say('The votes of {who} count no more.', { who })
              },
            })
          }
        >
          {say('Ban from voting')}
          <span className="pd-hidden">: {who}</span>
        </button>
      )}
    </p>
  )
}
