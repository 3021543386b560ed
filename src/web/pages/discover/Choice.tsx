import { named } from '../../../react/language/say.ts'

type ChoiceProps = {
  id: string
  label: string
  value: string
  titles: Record<string, string>
  onChoose: (value: string) => void
}

export function Choice({ id, label, value, titles, onChoose }: ChoiceProps) {
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
        {Object.entries(titles).map(([each, title]) => (
          <option key={each} value={each}>
            {named(title)}
          </option>
        ))}
      </select>
    </div>
  )
}
