// What a company's person does: 注册, 登录, the three profiles, an order up to its payment, 确认收货, the invoice.

import { creditCode } from './credit_code.mjs';
import { ledger, mails, mailUrl, messages, phoneUrl, same, until, holds } from './world.mjs';

const PASSWORD = 'Qing-shan-2026';

/** An invented company; `n` makes it another one. */
export function inventedCompany(n) {
  const names = [
    '青禾建设工程', '云岫市政工程', '石桥勘测设计', '南屏园林绿化', '望江水利工程', '松溪装饰工程', '北屿交通工程',
    '沐川智能工程', '岚桥检测技术', '明湖建设工程', '澄江路桥工程', '竹溪监理咨询', '云麓造价咨询',
    '霁川机电安装', '鹿门测绘技术',
  ];
  return {
    name: `澜州${names[n % names.length]}${n < names.length ? '' : n}有限公司`,
    mobile: `1390000${String(1200 + n)}`,
    email: `caiwu${n}@qinghe.example`,
    code: creditCode(n),
    password: PASSWORD,
  };
}

/** Ends logged out, so that the login of the manual follows. */
export async function register(visit, company) {
  await visit.go('/');
  await visit.follow('注册');
  await visit.fill({ company: company.name, mobile: company.mobile });
  await visit.fillCaptcha();
  await visit.press('发送短信验证码');
  await visit.says('验证码已发送到');
  const message = await until('the code', async () => (await messages(company.mobile))[0]);
  const code = /验证码(\d{6})/.exec(message.text)[1];
  const person = '林知夏';
  await visit.fill({ code, password: company.password, password_again: company.password, person, agree: true });
  await visit.press('注册');
  await visit.load(() => visit.page.getByRole('button', { name: '退出', exact: true }).click());
}

export async function login(visit, company) {
  await visit.go('/');
  await visit.fill({ company: company.name, password: company.password });
  await visit.fillCaptcha();
  await visit.press('登录');
  await visit.says(company.name, '资料完善');
}

export async function completeProfiles(visit, company) {
  await visit.follow('基本信息');
  await visit.follow('编辑');
  await visit.fill({
    kind: 'enterprise', id_kind: 'credit_code', credit_code: company.code, licence_forever: true, legal_name: '林知夏',
    province: '福建省', city: '厦门市', district: '思明区', address: '示例路 18 号 3 幢', phone: '0990-0000000',
  });
  await visit.press('确认更新');
  await visit.says('基本信息已更新', company.code);
  await visit.follow('发票信息');
  await visit.fill({ title: company.name, tax_number: company.code, email: company.email });
  await visit.press('完善');
  await visit.says('发票信息已保存');
  await visit.follow('用户信息');
  await visit.follow('编辑');
  await visit.fill({ name: '林知夏', email: company.email, department: '投标部' });
  await visit.press('确认更新');
  await visit.says('用户信息已更新', '投标部');
}

export const byCourier = {
  certs: '2', seals: '1', get: 'courier',
  rn: '林知夏', rm: '13900001234', rp: '福建省', rc: '厦门市', rd: '思明区', ra: '示例路 18 号 3 幢 201 室',
};
export const byPickup = { certs: '1', seals: '1', get: 'pickup' };

/** 订单申请 → 保存, with a double click, which must make one order: the `nth` of its company. Returns its number. */
export async function applyForOrder(visit, fields, nth = 1) {
  await visit.follow('订单服务');
  await visit.load(() => visit.page.locator('main a.btn-p').first().click());
  await visit.fill(fields);
  if (fields.get === 'pickup') await visit.page.locator('#outlet label', { hasText: '东湖网点' }).locator('input').check();
  if (visit.script) await followed(visit, fields);
  // Without script the second click's navigation takes the place of the first one's; a wait for a navigation would take
  // the end of the first for the end of all.
  await visit.page.locator('button[name="act"][value="save"]').dblclick();
  await until('the page after a double click on 保存', () => visit.page.url().endsWith('/check'));
  await visit.arrived();
  const number = /orders\/([^/]+)\/check/.exec(visit.page.url())[1];
  await visit.go('/orders');
  same('orders after a double click on 保存', await visit.page.locator('tbody tr').count(), nth);
  return number;
}

/** 证书明细 and 费用 follow the counts without a button. */
async function followed(visit, fields) {
  const rows = visit.page.locator('#rows fieldset');
  await until('证书明细 to follow 证书数量', async () => (await rows.count()) === Number(fields.certs));
  holds('费用', await visit.page.locator('#price').innerText(), `× ${fields.certs}`);
}

/** 修改/提交 → 保存 → look over → 提交. */
export async function submit(visit, number, change) {
  await visit.follow('订单服务');
  await visit.pressIn(number, '修改/提交');
  await visit.fill(change);
  await visit.press('保存');
  await visit.says('核对后提交');
  await giveMaterials(visit);
  await visit.fill({ true: true });
  await visit.press('提交');
}

/** 上传所选文件: the sample papers of the phone for each document that the page still asks for; with script all at once
 *  under their own names, else each in its line. */
async function giveMaterials(visit) {
  const inputs = visit.page.locator('#materials .mat input[type="file"]:not(#other)');
  const names = await inputs.evaluateAll((all) => all.map((input) => input.name));
  if (names.length === 0) return;
  const papers = await Promise.all(names.map(samplePaper));
  if (visit.script && papers.length > 1) await visit.page.locator('#by_name').setInputFiles(papers);
  else for (const [at, name] of names.entries()) await visit.page.locator(`input[name="${name}"]`).setInputFiles(papers[at]);
  await visit.press('上传所选文件');
}

/** The phone's paper for a document, under the name that it is saved with. */
async function samplePaper(input) {
  const paper = input.replace(/-\d+$/, '').replace('seal_image', 'seal').replace('_', '-');
  const answer = await fetch(`${phoneUrl}/album/${paper}.png`);
  const name = decodeURIComponent(/filename\*=UTF-8''(.+)$/.exec(answer.headers.get('content-disposition'))[1]);
  return { name, mimeType: 'image/png', buffer: Buffer.from(await answer.arrayBuffer()) };
}

/** 订单支付: the prompt, the code, the phone; the page notices the payment by itself. */
export async function pay(visit, number, phone) {
  const known = (await ledger()).length;
  await visit.follow('订单服务');
  await visit.pressIn(number, '订单支付');
  await visit.says('确认付款信息');
  await visit.press('确认，去扫码');
  await visit.says('请用手机支付宝扫码付款');
  const trades = await ledger();
  same('trades after the prompt', trades.length, known + 1);
  const trade = trades.sort((a, b) => (a.created_at < b.created_at ? 1 : -1))[0];
  await phone.pay(trade);
  await visit.page.waitForURL('**/pay/done', { timeout: 40_000 });
  await visit.arrived();
  await visit.says('支付成功，等待审核');
  return trade;
}

/** A double click on the row with script, the link without it; then the complete record. */
export async function openDetails(visit, number) {
  await visit.go('/orders');
  const row = visit.row(number);
  await visit.load(() => (visit.script ? row.locator('td').nth(1).dblclick() : row.locator('td a').first().click()));
  holds('the address after opening a row', visit.page.url(), `/orders/${number}`);
}

export async function seeHistory(visit, number, ...words) {
  await visit.go('/orders');
  await visit.load(() => visit.row(number).getByRole('link', { name: '查看记录' }).click());
  await visit.says('完整流程', ...words);
}

export async function confirmReceipt(visit, number) {
  await visit.go('/orders');
  await visit.pressIn(number, '确认收货');
  await openDetails(visit, number);
  await visit.says('已完成');
}

/** The invoice lies in the mailbox with its PDF, stands under 发票展示, and can be downloaded. */
export async function findInvoice(visit, company, number) {
  const mail = await until('the mail with the invoice', async () => (await mails(company.email))[0]);
  const attached = mail.attachments.findIndex((file) => file.content_type.includes('pdf'));
  if (attached < 0) throw new Error(`the mail has no PDF: ${JSON.stringify(mail.attachments)}`);
  const sent = await fetch(`${mailUrl}/mail/${mail.id}/attachment/${attached}`);
  await visit.go('/orders');
  await visit.follow('发票管理');
  const row = visit.row(number);
  await visit.load(() => (visit.script ? row.locator('td').nth(2).dblclick() : row.locator('td a').first().click()));
  await visit.says('电子发票（普通发票）', company.name, '价税合计');
  const download = await visit.page.context().request.get(`${visit.page.url()}/pdf`);
  const [mailed, shown] = [Buffer.from(await sent.arrayBuffer()), await download.body()];
  holds('the invoice', shown.subarray(0, 8).toString('latin1'), '%PDF-1.');
  same('the mailed invoice is the shown one', Buffer.compare(mailed, shown), 0);
}
