// The three ways of an order through the manual, each from registration to the invoice.

import * as company from './company.mjs';
import * as staff from './staff.mjs';
import { openInPhantom } from './phantom.mjs';
import { Visit } from './visit.mjs';
import { holds, ledger, messages, same, until } from './world.mjs';

/** Registers the n-th company and brings it to a saved order. */
export async function begin(world, n, script, fields) {
  const who = company.inventedCompany(n);
  const visit = await Visit.open(world.chromium, script);
  await company.register(visit, who);
  await company.login(visit, who);
  await company.completeProfiles(visit, who);
  return { who, visit, number: await company.applyForOrder(visit, fields) };
}

async function finish({ who, visit, number }) {
  await company.confirmReceipt(visit, number);
  await company.findInvoice(visit, who, number);
  await company.seeHistory(visit, number, '已完成');
  await visit.close();
}

/** 快递到付: the waybill's number comes by text message. */
export async function courier(world, n, script) {
  const order = await begin(world, n, script, company.byCourier);
  const { visit, number } = order;
  await company.submit(visit, number, { note: '请在工作日送达' });
  await company.pay(visit, number, world.phone);
  await staff.approve(world.reviewer(script), number);
  const waybill = `SF100000000${1000 + n}`;
  await staff.ship(world.shipper(script), number, waybill);
  await until('the message', async () => (await messages(order.who.mobile)).some((m) => m.text.includes(waybill)));
  await world.phone.says(waybill);
  await company.openDetails(visit, number);
  await visit.says('已发货', waybill);
  await finish(order);
}

/** 网点自取: 办理中, handed over at the desk, and no text message but the code of the registration. */
export async function pickup(world, n, script) {
  const order = await begin(world, n, script, company.byPickup);
  const { who, visit, number } = order;
  await company.submit(visit, number, { note: '' });
  await company.pay(visit, number, world.phone);
  await staff.approve(world.reviewer(script), number);
  await company.openDetails(visit, number);
  await visit.says('办理中', '东湖网点');
  await staff.handOver(world.outlet(script), number);
  await finish(order);
  same('text messages to the company', (await messages(who.mobile)).length, 1);
}

/** Refused: the money goes back, the same order is changed, paid anew and goes through. */
export async function rejection(world, n, script) {
  const order = await begin(world, n, script, company.byCourier);
  const { visit, number } = order;
  await company.submit(visit, number, {});
  const trade = await company.pay(visit, number, world.phone);
  await staff.reject(world.reviewer(script), number, '营业执照上的法定代表人与申报的不一致');
  const returned = async () => (await ledger()).find((t) => t.out_trade_no === trade.out_trade_no).refunded_fen;
  await until('the refund', async () => (await returned()) === trade.total_fen);
  await company.openDetails(visit, number);
  await visit.says('待提交', '审核未通过', '法定代表人与申报的不一致', '钱在哪里');
  await company.submit(visit, number, { certs: '3' });
  const second = await company.pay(visit, number, world.phone);
  if (second.total_fen <= trade.total_fen) throw new Error('the changed order has the old price');
  await staff.approve(world.reviewer(script), number);
  await staff.ship(world.shipper(script), number, `SF200000000${1000 + n}`);
  await company.seeHistory(visit, number, '拒绝', '已发货');
  await finish(order);
  same('what was returned of the first payment', await returned(), trade.total_fen);
}

/** 帮助中心 with every chapter, the annexes and the two texts that a registration agrees to. */
export async function help(world, n, script) {
  const visit = await Visit.open(world.chromium, script);
  await visit.go('/help');
  const links = await visit.page.locator('main .news a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const pages = links.map((link) => link.replace('/cakey', '').split('#')[0]).concat('/agreement', '/privacy');
  for (const path of new Set(pages)) await visit.go(path);
  await visit.go('/help/nothing', 404);
  await visit.close();
}

/** The answers to mistakes are pages like the others. */
export async function mistakes(world, n, script) {
  const { visit, number } = await begin(world, n, script, company.byPickup);
  await visit.go('/orders/DZ20260101-9999', 404);
  await visit.go('/nowhere', 404);
  await visit.go('/orders?st=paid&from=yesterday&to=2026-11-01', 422);
  await tooManySeals(visit, number);
  await staleForm(world, visit, number);
  const stranger = await Visit.open(world.chromium, script);
  await emptyForms(stranger);
  await stranger.go(`/orders/${number}`);
  holds('where a stranger is sent', stranger.page.url(), '/cakey/?next=');
  await stranger.close();
  await visit.close();
}

/** 签章 > 证书, past whatever the browser would say itself. */
async function tooManySeals(visit, number) {
  await visit.go(`/orders/${number}/edit`);
  await visit.page.locator('main form').last().evaluate((form) => { form.noValidate = true; });
  await visit.fill({ certs: '1', seals: '2' });
  await visit.press('保存', 422);
  await visit.says('签章数量不能大于证书数量');
  holds('the title', await visit.page.title(), '错误：');
}

/** Two windows edit one order: the second to save is told what changed. */
async function staleForm(world, visit, number) {
  const other = await Visit.open(world.chromium, visit.script, await visit.page.context().storageState());
  await other.go(`/orders/${number}/edit`);
  await visit.go(`/orders/${number}/edit`);
  await visit.fill({ note: '先保存的' });
  await visit.press('保存');
  await other.fill({ note: '后保存的' });
  await other.press('保存', 409);
  await other.close();
}

async function emptyForms(visit) {
  for (const [path, button] of [['/register', '注册'], ['/', '登录'], ['/staff', '登录']]) {
    await visit.go(path);
    await visit.page.locator('main form').last().evaluate((form) => { form.noValidate = true; });
    await visit.press(button, 422);
    await visit.says('处需要修改');
  }
}

/** The old engines: login, list, form, details and the payment page open without a script error. */
export async function oldBrowser(world, n) {
  const { visit, number } = await begin(world, n, true, company.byCourier);
  const order = `/orders/${number}`;
  const profiles = { company: '/profile/company?done=1', 'company-form': '/profile/company/edit', invoice: '/profile/invoice' };
  await openInPhantom(visit, { check: `${order}/check`, 'home-draft': '/home', 'contact-form': '/profile/contact/edit', ...profiles });
  await company.submit(visit, number, {});
  await visit.go(`/orders/${number}/pay`);
  await visit.press('确认，去扫码');
  await openInPhantom(visit, { list: '/orders', form: '/orders/new', detail: order, code: `${order}/pay/code`, home: '/home' });
  const stranger = await Visit.open(world.chromium, true);
  await stranger.go('/');
  await openInPhantom(stranger, { login: '/', register: '/register' });
  await stranger.close();
  await visit.close();
}
