import { Component, type ReactNode } from 'react'
import { Failure } from './Failure.tsx'

/** Where a page's code cannot be loaded, or a page fails: what was wrong in words, and the way back to it. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    if (!this.state.error) return this.props.children
    return <Failure error={inWords(this.state.error)} onRetry={() => location.reload()} />
  }
}

const inWords = (error: Error) =>
  /import|module|chunk/i.test(error.message)
    ? new Error('Part of the page did not arrive. Check the connection and try again.')
    : error
