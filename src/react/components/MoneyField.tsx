import { useId, useState } from 'react'
import { currencySign, money } from '../format.ts'
import { FieldError } from './FieldError.tsx'

type MoneyFieldProps = {
  label: string
  /** Whole dollars, or units of `currency`; null while empty. */
  value: number | null
  onChange: (value: number | null) => void
  /** May be below zero. */
  signed?: boolean
  required?: boolean
  error?: string | null
  /** ISO 4217 code. */
  currency?: string
}

/** Dollars as people type them, "50000" or "50,000", shown with commas when the field is left. */
export function MoneyField({
  label,
  value,
  onChange,
  signed = false,
  required = false,
  error = null,
  currency = 'USD',
}: MoneyFieldProps) {
  const id = useId()
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? (value === null ? '' : money(value).replace('$', ''))
  const read = (input: HTMLInputElement) => {
    const amount = parseMoney(input.value, signed)
    input.setCustomValidity(
      amount === null && input.value.trim()
        ? `Whole ${currency === 'USD' ? 'dollars' : currency}, such as 50,000.`
        : '',
    )
    setText(input.value)
    onChange(amount)
  }
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <span className={currencySign(currency).length > 1 ? 'pd-prefixed pd-wide-prefix' : 'pd-prefixed'}>
        <span aria-hidden="true">{currencySign(currency)}</span>
        <input
          id={id}
          inputMode={signed ? 'text' : 'numeric'}
          autoComplete="off"
          required={required}
          maxLength={14}
          value={shown}
          aria-invalid={error !== null}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => read(event.target)}
          onBlur={() => value !== null && setText(null)}
        />
      </span>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

/** @returns null where the text is no amount of at most a billion dollars */
export function parseMoney(text: string, signed = false): number | null {
  const match = /^([-−]?)\$?([\d,\s]+)$/.exec(text.trim())
  if (!match || (match[1] && !signed)) return null
  const amount = Number(match[2]?.replace(/[,\s]/g, ''))
  if (amount > 1e9 || (amount === 0 && !signed)) return null
  return match[1] ? -amount : amount
}
