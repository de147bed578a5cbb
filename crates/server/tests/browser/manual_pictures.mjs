// The pictures of docs/manual, taken on the manual's own path. CAKEY_MANUAL names the folder; `cargo xtask pictures`
// sets it.

import * as company from './company.mjs';
import { begin } from './scenarios.mjs';
import * as staff from './staff.mjs';
import { Visit } from './visit.mjs';
import { ledger, until } from './world.mjs';

const SIZE = { width: 1100, height: 720 };
const PATIENCE_MS = 120_000;

async function shoot({ page }, name) {
  await page.setViewportSize(SIZE);
  // What only the demonstration says is nothing for the manual.
  await page.locator('.demo').evaluateAll((all) => all.forEach((element) => { element.style.display = 'none'; }));
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `${process.env.CAKEY_MANUAL}/${name}.png`, timeout: PATIENCE_MS });
}

async function show(visit, path, name) {
  await visit.go(path);
  await shoot(visit, name);
}

async function beforeTheLogin(world) {
  const visit = await Visit.open(world.chromium, true);
  await show(visit, '/', 'login');
  await show(visit, '/register', 'register');
  await visit.close();
}

/** An order that goes through: the form, the check, the details, the history, the invoice. */
async function through(world, visit, who, number) {
  await show(visit, `/orders/${number}/edit`, 'order-form');
  await show(visit, `/orders/${number}/check`, 'check');
  await company.submit(visit, number, {});
  await company.pay(visit, number, world.phone);
  const reviewer = world.reviewer(true);
  await show(reviewer, '/staff/review', 'review');
  await staff.approve(reviewer, number);
  await staff.ship(world.shipper(true), number, 'SF1000000001999');
  await show(visit, `/orders/${number}`, 'order');
  await show(visit, `/orders/${number}/history`, 'history');
  await company.confirmReceipt(visit, number);
  await company.findInvoice(visit, who, number);
  await show(visit, '/invoices', 'invoices');
  await show(visit, `/invoices/${number}`, 'invoice');
}

async function refused(world, visit) {
  const number = await company.applyForOrder(visit, company.byCourier, 2);
  await company.submit(visit, number, {});
  const trade = await company.pay(visit, number, world.phone);
  await staff.reject(world.reviewer(true), number, '营业执照上的法定代表人与申报的不一致');
  const returned = (t) => t.out_trade_no === trade.out_trade_no && t.refunded_fen > 0;
  await until('the refund', async () => (await ledger()).some(returned));
  await show(visit, `/orders/${number}`, 'rejected');
}

/** An order that stops at the code, so that the list has one of these too. */
async function unpaid(visit) {
  const number = await company.applyForOrder(visit, company.byCourier, 4);
  await company.submit(visit, number, {});
  await visit.go(`/orders/${number}/pay`);
  await visit.press('确认，去扫码');
  await shoot(visit, 'pay');
}

async function atTheOutlet(world, visit) {
  const number = await company.applyForOrder(visit, company.byPickup, 3);
  await company.submit(visit, number, {});
  await company.pay(visit, number, world.phone);
  await staff.approve(world.reviewer(true), number);
  await show(world.outlet(true), '/staff/desk', 'desk');
}

export async function takeManualPictures(world, n) {
  await beforeTheLogin(world);
  const { who, visit, number } = await begin(world, n, true, company.byCourier);
  await show(visit, '/home', 'home');
  await show(visit, '/profile/company', 'company');
  await through(world, visit, who, number);
  await refused(world, visit);
  await atTheOutlet(world, visit);
  await unpaid(visit);
  await show(visit, '/orders', 'orders');
  await visit.close();
}
