/** What is loaded together when somebody filters. */
export { Chips } from './Chips.tsx'
export { FilterFields } from './FilterFields.tsx'
