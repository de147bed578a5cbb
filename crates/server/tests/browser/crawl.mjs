// Follows every link that a person can see, one page of each kind, and has it judged like the others: also the pages
// that no scenario passes by. Then the same pages open in PhantomJS.

import * as company from './company.mjs';
import { openInPhantom } from './phantom.mjs';
import { Visit } from './visit.mjs';
import { holds, site } from './world.mjs';

const PAGES_MAX = 80;

/** Pages of one kind differ only in their numbers and keys. */
const kind = (path) => path.replace(/\?.*$/, '').replace(/[A-Z]*\d[\w-]*/g, 'N');

/** Opens what can be reached from `start` without leaving `within`; returns name → path for PhantomJS. */
async function crawl(visit, start, within) {
  const seen = new Set();
  const opened = {};
  const todo = [start];
  while (todo.length > 0 && seen.size < PAGES_MAX) {
    const path = todo.shift();
    if (seen.has(kind(path))) continue;
    seen.add(kind(path));
    if (!(await isPage(visit, path))) continue;
    await visit.go(path);
    opened[`crawl-${kind(path).replace(/\//g, '-')}`] = path;
    todo.push(...(await links(visit, within)));
  }
  if (seen.size >= PAGES_MAX) throw new Error(`more than ${PAGES_MAX} kinds of pages from ${start}`);
  return opened;
}

/** Files to be saved are no pages. */
async function isPage(visit, path) {
  const answer = await visit.page.context().request.get(`${site}${path}`, { maxRedirects: 5 });
  const type = answer.headers()['content-type'] ?? '';
  if (answer.status() >= 500) throw new Error(`${path} answered ${answer.status()}`);
  return type.startsWith('text/html') && answer.status() === 200;
}

async function links(visit, within) {
  const all = await visit.page.locator('a[href]').evaluateAll((links) => links.map((a) => a.href));
  const base = new URL(site);
  const own = all.map((href) => new URL(href)).filter((url) => url.origin === base.origin);
  const paths = own.map((url) => url.pathname.replace(base.pathname, '') + url.search).filter((path) => path !== '');
  return [...new Set(paths)].filter((path) => path.startsWith('/') && within(path));
}

const isStaff = (path) => path.startsWith('/staff');

/** Every page of one role, from its first page on. */
export async function crawlStaff(world, login, script) {
  const visit = world.staff[login](script);
  await visit.go('/staff');
  const start = new URL(visit.page.url()).pathname.replace(new URL(site).pathname, '');
  const opened = await crawl(visit, start, isStaff);
  if (script) await openInPhantom(visit, opened);
}

/** Every page of a company that has a paid order, with script and without. */
export async function crawlCompany(world, n, script, begin) {
  const { visit, number } = await begin(world, n, script, company.byPickup);
  await company.submit(visit, number, {});
  await company.pay(visit, number, world.phone);
  const own = (path) => !isStaff(path);
  const plain = await Visit.open(world.chromium, false, await visit.page.context().storageState());
  await crawl(plain, '/home', own);
  await plain.close();
  const opened = await crawl(visit, '/home', own);
  holds('the pages of a company', Object.values(opened).join(' '), '/orders');
  await openInPhantom(visit, opened);
  await visit.close();
}

/** Every page that asks for no login. */
export async function crawlPublic(world, script) {
  const visit = await Visit.open(world.chromium, script);
  await visit.go('/');
  const opened = await crawl(visit, '/', () => true);
  if (script) await openInPhantom(visit, opened);
  await visit.close();
}
