// How long the way from 注册 to the paid order takes somebody who walks it for the first time, with the demonstration
// running: ≤ 5 minutes. The steps are done for real, each where the page before it leads; the time is not measured but
// reckoned by the keystroke-level model of Card, Moran and Newell, so it depends on the pages alone and not on the
// machine. Reading is added to it: every word of each new page once, at the pace of somebody who looks for the next step.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inventedCompany } from './company.mjs';
import { Visit } from './visit.mjs';
import { captcha, holds, messages, until } from './world.mjs';

/** Seconds: one key (an average typist), pointing, pressing, moving a hand to the keyboard, thinking what to do. */
const KEY = 0.28;
const POINT = 1.1;
const PRESS = 0.2;
const HAND = 0.4;
const THINK = 1.35;
/** Keys of one Chinese character by pinyin. */
const PINYIN = 3;
/** Characters a second of silent reading, and how much of a page is read by somebody who is there to get something done
 *  (Nielsen, "How little do users read?": a fifth to 28 % of the words). */
const READ = 8;
const SHARE = 0.25;
/** A page comes, a page notices the payment. */
const WAIT = 0.3;
const NOTICE = 4;
const LIMIT = 300;

class Newcomer {
  constructor(visit) {
    this.visit = visit;
    this.seconds = 0;
    this.clicks = 0;
    this.fields = 0;
    this.characters = 0;
    this.known = new Set();
  }

  /** What the page has to say, without the lines of lists and without what was read before. */
  async read(part = this.visit.page.locator('main')) {
    const words = await part.evaluate((element) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const found = [];
      while (texts.nextNode()) {
        const parent = texts.currentNode.parentElement;
        if (parent.offsetParent && parent.nodeName !== 'OPTION') found.push(texts.currentNode.data.trim());
      }
      return found;
    });
    const fresh = words.filter((word) => !this.known.has(word));
    fresh.forEach((word) => this.known.add(word));
    const characters = fresh.join('').length;
    this.characters += characters;
    this.seconds += WAIT + characters * SHARE / READ;
  }

  /** Clicks that belong together are thought of once. */
  click(times = 1) {
    this.clicks += times;
    this.seconds += THINK + times * (POINT + PRESS);
  }

  /** Into one field, from the mouse. */
  keys(text) {
    this.fields += 1;
    this.click();
    const keys = [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x7f ? PINYIN : 1), 0);
    this.seconds += HAND + keys * KEY + HAND;
  }

  async types(fields) {
    await this.visit.fill(fields);
    Object.values(fields).forEach((text) => this.keys(text));
  }

  /** Opens the list, finds the line, takes it. */
  async choose(fields) {
    for (const [name, value] of Object.entries(fields)) {
      await this.visit.fill({ [name]: value });
      this.fields += 1;
      this.click(2);
    }
  }

  async tick(name) {
    await this.visit.fill({ [name]: true });
    this.click();
  }

  async press(name) {
    await this.visit.press(name);
    this.click();
    await this.read();
  }

  /** A link or button of the page's content, as it is worded. */
  async follow(name) {
    await this.visit.load(() => this.visit.page.locator('main a', { hasText: name }).first().click());
    this.click();
    await this.read();
  }

  /** The phone of the demonstration, by the link on the page. Only the part that matters is read: what else is on it
   *  depends on who used it before. */
  async phone(part) {
    const opened = this.visit.page.waitForEvent('popup');
    await this.visit.page.locator('main .demo a').first().click();
    const phone = await opened;
    await phone.waitForLoadState();
    this.click();
    await this.read(phone.locator(part).first());
    return phone;
  }

  /** Back to the window of the site. */
  async back(phone) {
    await phone.close();
    this.click();
  }
}

async function register(person, who) {
  await person.follow('注册');
  await person.types({ company: who.name, mobile: who.mobile });
  const picture = await captcha(await person.visit.sid());
  await person.types({ captcha: picture });
  await person.press('发送短信验证码');
  const message = await until('the code', async () => (await messages(who.mobile))[0]);
  const code = /验证码(\d{6})/.exec(message.text)[1];
  const phone = await person.phone('.sms .msg');
  holds('the phone', await phone.locator('.sms').innerText(), code);
  await person.back(phone);
  await person.types({ code, password: who.password, password_again: who.password, person: '林知夏' });
  await person.tick('agree');
  await person.press('注册');
}

async function profiles(person, who) {
  await person.follow('完善基本信息');
  await person.choose({ kind: 'enterprise' });
  await person.types({ credit_code: who.code });
  await person.choose({ province: '福建省', city: '厦门市', district: '思明区' });
  await person.types({ address: '示例路 18 号', legal_name: '林知夏' });
  await person.press('确认更新');
  await person.follow('完善发票信息');
  await person.types({ email: who.email });
  await person.press('完善');
}

async function apply(person) {
  await person.follow('订单申请');
  await person.types({ certs: '2' });
  await person.press('保存');
}

/** The five papers are saved from the phone and chosen at once. */
async function materials(person, folder) {
  const phone = await person.phone('#album');
  const saved = [];
  for (const title of ['营业执照', '申请表', '身份证正面', '身份证反面', '印模']) {
    const [download] = await Promise.all([
      phone.waitForEvent('download'), phone.locator('#album a', { hasText: title }).click(),
    ]);
    saved.push(join(folder, download.suggestedFilename()));
    await download.saveAs(saved.at(-1));
  }
  await person.back(phone);
  await person.visit.page.locator('#by_name').setInputFiles(saved);
  // The five links; then the button, each file in the window of the system, 打开.
  person.click(saved.length);
  person.click(saved.length + 2);
  await person.press('上传所选文件');
}

async function pay(person) {
  await person.tick('true');
  await person.press('提交');
  await person.press('确认，去扫码');
  const phone = await person.phone('.ph1');
  for (const [screen, name] of ['扫这一笔', '确认付款'].entries()) {
    await phone.getByRole('button', { name, exact: true }).click();
    await phone.waitForLoadState();
    person.click();
    await person.read(phone.locator('.ph1').nth(screen + 1));
  }
  await person.back(phone);
  await person.visit.page.waitForURL('**/pay/done', { timeout: 40_000 });
  person.seconds += NOTICE;
  await person.visit.arrived();
  await person.visit.says('支付成功，等待审核');
}

/** From the first page to the paid order. */
export async function newcomer(world, n) {
  const folder = await mkdtemp(join(tmpdir(), 'cakey-newcomer-'));
  const visit = await Visit.open(world.chromium, true);
  try {
    const person = new Newcomer(visit);
    await visit.go('/');
    await person.read();
    const who = inventedCompany(n);
    const laps = [];
    for (const [name, lap] of Object.entries({ register, profiles, apply, materials, pay })) {
      const before = person.seconds;
      await lap(person, name === 'materials' ? folder : who);
      laps.push(`${name} ${Math.round(person.seconds - before)} s`);
    }
    const way = `${person.clicks} clicks, ${person.fields} fields, ${person.characters} characters, ${Math.round(person.seconds)} s (${laps.join(', ')})`;
    console.log(`ok      a newcomer by the keystroke-level model: ${way}`);
    holds('the way of a newcomer', person.seconds <= LIMIT ? 'short' : way, 'short');
  } finally {
    await visit.close();
    await rm(folder, { recursive: true });
  }
}
