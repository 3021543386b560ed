/** One line about set-up work that takes a while; nothing is said when there is nothing to do. */
export function say(text) {
  console.log(`paddock: ${text}`)
}
