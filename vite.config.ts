import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { gzip } from './src/web/gzip-plugin.ts'
import { plates } from './src/web/plates-plugin.ts'

/** Where `npx vite`, for work on the page, finds the API: a server started with npm start. */
const api = process.env.PADDOCK_URL ?? 'http://127.0.0.1:54321'
const proxied = ['/rest', '/auth', '/functions', '/live', '/config.json', '/health']

export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [react()] : [react(), plates(), gzip()],
  publicDir: 'src/web/public',
  build: isSsrBuild
    ? // The same pages for the server, which finds nothing of React or of them elsewhere.
      { outDir: 'dist/render', emptyOutDir: true, target: 'es2023', copyPublicDir: false }
    : {
        outDir: 'dist/web',
        emptyOutDir: true,
        target: 'es2023',
        assetsInlineLimit: 0,
        modulePreload: false, // the server names the modules of the page that it renders; a list of all would be sent with every page
        manifest: 'assets/manifest.json',
        // What every page needs is one file: thirty small ones pack worse.
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
      },
  ssr: { noExternal: true },
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, api])) },
}))
