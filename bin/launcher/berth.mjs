#!/usr/bin/env node
// Only what old versions of Node can read: they must get as far as the sentence below.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Berth needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org/en/download and run this again.`,
  )
  process.exit(1)
} else {
  import('./main.mjs').then(({ main }) => main(process.argv.slice(2)))
}
