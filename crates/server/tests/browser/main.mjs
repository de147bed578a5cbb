// Runs the manual's path in headless Chromium, with script and without, one line a scenario. Started by
// crates/server/tests/it/browser.rs; CAKEY_ONLY=word runs the scenarios whose names hold the word. CAKEY_PICTURE=FILE
// also takes the picture of the README (docs/pictures/orders.png), CAKEY_MANUAL=FOLDER those of the manual.

import { chromium as engine } from 'playwright-core';
import { judgedPages } from './checks.mjs';
import { crawlCompany, crawlPublic, crawlStaff } from './crawl.mjs';
import { Phone } from './phone.mjs';
import { takeManualPictures } from './manual_pictures.mjs';
import { newcomer } from './newcomer.mjs';
import { takeReadmePicture } from './readme_picture.mjs';
import * as scenarios from './scenarios.mjs';
import { openStaff } from './staff.mjs';
import { passwords } from './world.mjs';

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

async function openWorld() {
  const executablePath = process.env.CAKEY_CHROMIUM || '/usr/bin/chromium';
  const chromium = await engine.launch({ executablePath, args: ARGUMENTS });
  const phone = await Phone.open(chromium);
  const staff = {};
  for (const login of Object.keys(passwords)) staff[login] = await openStaff(chromium, phone, login);
  return { chromium, phone, staff, reviewer: staff.shenhe, shipper: staff.fahuo, outlet: staff.donghu };
}

/** Title, scenario, whether with script. */
const PLAN = [
  ...[true, false].flatMap((script) => [
    ['courier', scenarios.courier, script],
    ['pickup', scenarios.pickup, script],
    ['rejection and a new payment', scenarios.rejection, script],
    ['mistakes', scenarios.mistakes, script],
  ]),
  ['a newcomer', newcomer, true],
  ['PhantomJS', scenarios.oldBrowser, true],
  ['every page of a company', (world, n, script) => crawlCompany(world, n, script, scenarios.begin), true],
  ...[true, false].flatMap((script) => [
    ['every public page', (world) => crawlPublic(world, script), script],
    ...Object.keys(passwords).map((login) => [
      `every page of ${login}`, (world) => crawlStaff(world, login, script), script,
    ]),
  ]),
  ...[true, false].map((script) => ['help', scenarios.help, script]),
  ...(process.env.CAKEY_PICTURE ? [['the picture of the README', takeReadmePicture, true]] : []),
  ...(process.env.CAKEY_MANUAL ? [['the pictures of the manual', takeManualPictures, true]] : []),
];

/** One line for a scenario; true if it passed. */
async function tell(title, scenario) {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  try {
    await scenario();
    console.log(`ok      ${title} (${seconds()})`);
    return true;
  } catch (error) {
    console.log(`FAILED  ${title} (${seconds()}): ${error.stack}`);
    return false;
  }
}

async function run() {
  const world = await openWorld();
  let failed = 0;
  for (const [n, [name, scenario, script]] of PLAN.entries()) {
    const title = `${name}, ${script ? 'with' : 'without'} script`;
    if (!title.includes(process.env.CAKEY_ONLY ?? '')) continue;
    if (!(await tell(title, () => scenario(world, n, script)))) failed += 1;
  }
  console.log(`${judgedPages()} different pages judged`);
  await world.chromium.close();
  process.exitCode = failed > 0 ? 1 : 0;
}

await run();
