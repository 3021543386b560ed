import {
  listResearchBudgets,
  listResearchSpending,
  type ResearchBudget,
  setResearchBudget,
} from '../../../client/operator/budgets.ts'
import { LoadFailure, Waiting } from '../../../react/components/shared/LoadStates.tsx'
import { count, day } from '../../../react/format.ts'
import { numberFormat } from '../../../react/language/language.ts'
import { named, say } from '../../../react/language/say.ts'
import { useAct } from './Acting.tsx'
import { useRead } from './use-operator.ts'

const titles: Record<ResearchBudget['name'], string> = {
  research_model: 'Asking a model',
  research_calls_per_day: 'Calls a day, in all',
  research_calls_per_person_day: 'Calls a day for one person',
  research_calls_per_vehicle_day: 'Calls a day for one car',
  research_dollars_per_day: 'Dollars a day, in all',
}

const dollars = numberFormat({ style: 'currency', currency: 'USD' })

/** What research may spend on a model, what it has spent, and the switch that ends it at once. */
export function BudgetsPage() {
  const budgets = useRead(['budgets'], listResearchBudgets)
  const spending = useRead(['spending'], listResearchSpending)
  if (budgets.error && !budgets.data) return <LoadFailure error={budgets.error} onRetry={budgets.refetch} />
  if (!budgets.data) return <Waiting />
  return (
    <>
      <section aria-label={say('Budgets')}>
        <p className="lede">
          {say(
            'Research reads its sources without a model, and asks one only where a provider is set up. What a budget keeps from it is said in the answer.',
          )}
        </p>
        <table className="operator-table">
          <thead>
            <tr>
              <th scope="col">{say('Budget')}</th>
              <th scope="col">{say('Set to')}</th>
              <th scope="col">{say('Used today (UTC)')}</th>
              <th scope="col">
                <span className="pd-hidden">{say('What to do')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {budgets.data.map((budget) => (
              <Budget key={budget.name} budget={budget} />
            ))}
          </tbody>
        </table>
      </section>
      <section aria-labelledby="spending-title">
        <h2 id="spending-title">{say('By day')}</h2>
        {spending.data?.length === 0 && <p className="pd-quiet operator-none">{say('No model has been asked.')}</p>}
        {spending.data && spending.data.length > 0 && (
          <table className="operator-table">
            <thead>
              <tr>
                <th scope="col">{say('Day')}</th>
                <th scope="col">{say('Calls')}</th>
                <th scope="col">{say('Cost')}</th>
              </tr>
            </thead>
            <tbody>
              {spending.data.map((each) => (
                <tr key={each.day}>
                  <th scope="row">{day(each.day)}</th>
                  <td data-title={say('Calls')}>{count(each.calls)}</td>
                  <td data-title={say('Cost')}>{dollars(each.dollars)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}

function Budget({ budget }: { budget: ResearchBudget }) {
  const act = useAct()
  const { name, value, about, used } = budget
  const isDollars = name === 'research_dollars_per_day'
  const shown = (amount: number) => (isDollars ? dollars(amount) : count(amount))
  const title = say(titles[name])
  const isSwitch = name === 'research_model'
  const other = value === 'on' ? 'off' : 'on'
  const change = () =>
    isSwitch
      ? act({
          key: `switch ${other}`,
          title: other === 'off' ? say('Turn it off') : say('Turn it on'),
          says:
            other === 'off'
              ? say(
                  'No model is asked from now on, whatever is configured. Answers that are stored stay; new ones are read without it.',
                )
              : say('A model that is configured is asked again, within the budgets.'),
          confirm: other === 'off' ? say('Turn it off') : say('Turn it on'),
          run: async (client, reason) => {
            await setResearchBudget(client, budget, other, reason)
            return other === 'off' ? say('No model is asked any more.') : say('A model may be asked again.')
          },
        })
      : act({
          key: `budget ${name}`,
          title,
          says: say('{about} It holds from the next call on.', { about: named(about) }),
          confirm: say('Set it'),
          fields: { amount: { label: isDollars ? say('Dollars') : say('Calls'), value } },
          run: async (client, reason, { amount = '' }) => {
            await setResearchBudget(client, budget, amount, reason)
            return `${title}: ${amount}.`
          },
        })
  return (
    <tr>
      <th scope="row">{title}</th>
      <td data-title={say('Set to')}>
        {isSwitch ? <strong>{value === 'on' ? say('on@switch') : say('turned off')}</strong> : shown(Number(value))}
      </td>
      <td data-title={say('Used today (UTC)')}>
        {used === null ? '' : shown(used)}
        {used !== null && /person|vehicle/.test(name) && <small> {say('by who used most')}</small>}
      </td>
      <td>
        <button type="button" className="pd-link" onClick={change}>
          {!isSwitch ? say('Change@act') : other === 'off' ? say('Turn off') : say('Turn on')}
          <span className="pd-hidden"> {title}</span>
        </button>
      </td>
    </tr>
  )
}
