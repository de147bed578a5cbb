// What every page of the site must pass, whatever it shows: accessibility, valid HTML, no sideways scroll at three
// widths, a quiet console, nothing from a foreign host, its weight. A page is judged once per content.

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';

const axe = createRequire(import.meta.url)('axe-core');

const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const WIDTHS = [1366, 375, 320];
const HEIGHT = 900;
const HTML_MAX = 30 * 1024;
const FIRST_VIEW_MAX = 60 * 1024;
const REQUESTS_MAX = 6;

// Check boxes may share a name: they are one list for the server. Without script the payment page asks again by itself
// every few seconds, which both judges would rather have done by hand; a button for that is there too.
const RELOADS = 'meta-refresh';
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'form-dup-name': 'off', [RELOADS]: 'off' },
});

const judged = new Set();
const pictured = new Set();

/** How many different pages were judged. */
export const judgedPages = () => judged.size;

/** Tokens, numbers and the company's name differ from visit to visit and change nothing for the judges. */
function fingerprint(html, script) {
  const bare = html.replace(/name="(csrf|op|version|sent)" value="[^"]*"/g, '').replace(/[\da-f]{12,}/g, '0')
    .replace(/\b[\dA-Z]*\d[\dA-Z]*/g, '0').replace(/澜州[^<"]{2,12}有限公司/g, '公司');
  return createHash('sha256').update(String(script)).update(bare).digest('hex');
}

/** `orders-N-pay-code-t-org`, from the address, the answer and the state that the page shows. */
async function pageName(page, status) {
  const path = new URL(page.url()).pathname.replace(/^\/cakey\/?/, '').replace(/[A-Z]*\d{8}-\d+/g, 'N');
  const tag = page.locator('h1 .tag').first();
  const state = (await tag.count()) ? (await tag.getAttribute('class')).replace('tag', '').trim() : '';
  const rows = (await page.locator('table.list tbody tr').count()) > 0 ? 'rows' : '';
  const parts = [path.replaceAll('/', '-') || 'login', state, rows, status === 200 ? '' : String(status)];
  return parts.filter(Boolean).join('-');
}

/** Judges the page that `visit` shows now. Every fault in one error. */
export async function judge(visit, answer) {
  const { page, script } = visit;
  const html = answer.html;
  const faults = [...visit.takeNoise()];
  const key = fingerprint(html, script);
  if (!judged.has(key)) {
    judged.add(key);
    faults.push(...weight(html, answer.parts), ...(await markup(html)), ...(await accessibility(visit, html)));
    faults.push(...(await widths(page)));
    await picture(visit, answer.status);
  }
  if (faults.length > 0) throw new Error(`${page.url()} (${answer.status}):\n  ${faults.join('\n  ')}`);
}

function weight(html, all) {
  // The manual's pictures are what a reader came for, and are kept by the browser: their own limit is a test of Rust.
  const parts = new Map([...all].filter(([url]) => !/\/help\/pictures\/|\/attachments\//.test(url)));
  const bytes = gzipSync(html).length + [...parts.values()].reduce((sum, size) => sum + size, 0);
  const faults = [];
  if (Buffer.byteLength(html) > HTML_MAX) faults.push(`HTML of ${Buffer.byteLength(html)} bytes`);
  if (bytes > FIRST_VIEW_MAX) faults.push(`first view of ${bytes} bytes`);
  if (parts.size + 1 > REQUESTS_MAX) faults.push(`${parts.size + 1} requests`);
  return faults;
}

async function markup(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages)
    .map((m) => `html-validate ${m.ruleId} ${m.line}:${m.column} ${m.message}`);
}

let mirror = null;

/** axe needs scripts: a page without them is shown again, as it came, in a window that runs no script but axe. */
async function accessibility({ page, script }, html) {
  if (script) return violations(page);
  mirror ??= await openMirror(page.context().browser());
  mirror.html = html;
  await mirror.page.goto(page.url());
  return violations(mirror.page);
}

async function openMirror(browser) {
  const context = await browser.newContext({ viewport: { width: WIDTHS[0], height: HEIGHT } });
  const opened = { page: await context.newPage(), html: '' };
  await context.route('**/*', (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: opened.html });
    return request.resourceType() === 'stylesheet' ? route.continue() : route.abort();
  });
  return opened;
}

async function violations(page) {
  await page.evaluate(axe.source);
  const report = await page.evaluate(
    ([values, off]) => window.axe.run(document, {
      runOnly: { type: 'tag', values },
      rules: { [off]: { enabled: false } },
      resultTypes: ['violations'],
    }),
    [AXE_RULES, RELOADS],
  );
  return report.violations.map((v) => `axe ${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

async function widths(page) {
  const faults = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    const wide = await page.evaluate(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return '';
      const over = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
      return `${root.scrollWidth} px: ${over.slice(-3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`;
    });
    if (wide) faults.push(`sideways scroll at ${width}: ${wide}`);
  }
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  return faults;
}

/** One picture of each kind of page at both ends of the range, when CAKEY_SHOTS names a folder. */
async function picture({ page, script }, status) {
  const folder = process.env.CAKEY_SHOTS;
  const name = `${await pageName(page, status)}${script ? '' : '-noscript'}`;
  if (!folder || pictured.has(name)) return;
  pictured.add(name);
  mkdirSync(folder, { recursive: true });
  for (const width of [375, 1366]) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
}
