import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { gzip } from './src/web/gzip-plugin.ts'
import { plates } from './src/web/plates-plugin.ts'
import { scripts } from './src/web/scripts-plugin.ts'

/** Where `npx vite`, for work on the page, finds the API: a server started with npm start. */
const api = process.env.PADDOCK_URL ?? 'http://127.0.0.1:54321'
const proxied = ['/rest', '/auth', '/functions', '/live', '/config.json', '/health']

/** The manifest and the service worker (`src/web/worker`), which `early.js` registers. */
const installable = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/web/worker',
  filename: 'sw.ts',
  injectRegister: false,
  injectManifest: {
    // Plates are kept as they are looked at, what only operators see not at all.
    globPatterns: ['index.html', 'early.js', 'assets/*.{js,css,woff2}'],
    globIgnores: ['**/*{Operator,Budgets,Disputes,Jobs,Members,Reports}*'],
    maximumFileSizeToCacheInBytes: 1_000_000,
  },
  manifest: {
    id: '/',
    name: 'Paddock',
    short_name: 'Paddock',
    description: 'Photos, bets and votes on collector vehicles.',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#fbfbf9',
    theme_color: '#fbfbf9',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
})

const reactItself = /node_modules\/(?:react|react-dom|scheduler)\/|src\/web\/react-first\.ts$/
const neededByCards =
  /src\/(?:client\/(?:vehicles|photos)|react\/(?:charts\/layout\/use-box-width|components\/auction\/verdict-words))\.tsx?$/
const neededByVehicle = /src\/react\/(?:panels\/Vehicle|components\/bets\/(?:ForecastView|claims|types\/index))\.tsx?$/

export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [react()] : [react(), plates(), scripts(), gzip(), installable],
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
        // What every page needs is one file, what cards need another, what a vehicle's page needs a third: thirty small ones pack worse.
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'react', test: reactItself, priority: 4 },
                { name: 'first', tags: ['$initial'], priority: 3 },
                { name: 'cards', test: neededByCards, priority: 2 },
                { name: 'vehicle', test: neededByVehicle, priority: 1 },
              ],
            },
          },
        },
      },
  ssr: { noExternal: true },
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, api])) },
}))
