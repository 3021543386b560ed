import type { Plugin } from 'vite'

/** Has index.html name what its script imports as scripts of their own, before it: fetched at once, and each run in a task of its own. */
export function scripts(): Plugin {
  return {
    name: 'paddock-scripts',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { chunk }) =>
        (chunk?.imports ?? []).reduce(
          (page, file) =>
            page.replace(/<script type="module"/, `<script type="module" crossorigin src="/${file}"></script>$&`),
          html,
        ),
    },
  }
}
