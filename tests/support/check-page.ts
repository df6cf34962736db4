import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

/** Violations of WCAG 2.1 AA that axe finds, one line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG_AA).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

/** How many pixels the page is wider than its window. */
export const sidewaysPixels = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Compressed bytes of the scripts that the page's HTML loads. */
export async function scriptBytes(page: Page): Promise<number> {
  const html = await (await page.request.get(page.url())).text()
  const addresses = new Set(
    [...html.matchAll(/<script[^>]*\bsrc="([^"]+)"[^>]*>/g)]
      .filter(([tag]) => !/nomodule/i.test(tag))
      .map(([, address]) => new URL(address ?? '', page.url()).href),
  )
  const sizes = await Promise.all(
    [...addresses].map(async address => gzipSync(await (await page.request.get(address)).body()).length),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
