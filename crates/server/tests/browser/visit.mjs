// A person at a browser: one page, moved by clicks and forms, and judged wherever it arrives.

import { gzipSync } from 'node:zlib';
import { judge } from './checks.mjs';
import { captcha, holds, site } from './world.mjs';

export class Visit {
  /** A new browser window without cookies. `state` lends the cookies of another one. */
  static async open(chromium, script, state) {
    const context = await chromium.newContext({
      javaScriptEnabled: script,
      storageState: state,
      viewport: { width: 1366, height: 900 },
      locale: 'zh-CN',
    });
    const visit = new Visit(await context.newPage(), script);
    await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    return visit;
  }

  constructor(page, script) {
    this.page = page;
    this.script = script;
    this.noise = [];
    this.begin();
    page.on('pageerror', (error) => this.noise.push(`script error: ${error.message}`));
    page.on('console', (message) => this.heard(message));
    page.on('response', (response) => this.received(response));
    page.on('requestfailed', (request) => this.lost(request));
  }

  begin() {
    this.answer = { status: 0, html: '', parts: new Map(), pending: [] };
  }

  /** The browser reports every page of 4xx as an error of the console; those answers are judged by their status. */
  heard(message) {
    const own = message.text().startsWith('Failed to load resource') && message.location().url === this.page.url();
    if (message.type() === 'error' && !own) this.noise.push(`console: ${message.text()} (${message.location().url})`);
  }

  received(response) {
    const request = response.request();
    if (new URL(response.url()).origin !== new URL(site).origin) this.noise.push(`foreign host: ${response.url()}`);
    if (request.isNavigationRequest()) {
      if (response.status() >= 300 && response.status() < 400) return;
      this.begin();
      const answer = this.answer;
      answer.status = response.status();
      answer.pending.push(response.text().then((html) => { answer.html = html; }, () => {}));
    } else if (!response.url().includes('/pay/status')) {
      const { parts, pending } = this.answer;
      pending.push(response.body().then((body) => parts.set(response.url(), gzipSync(body).length), () => {}));
    }
  }

  lost(request) {
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') this.noise.push(`lost: ${request.url()} ${reason}`);
  }

  takeNoise() {
    return this.noise.splice(0);
  }

  /** Judges what is shown, after a step that loaded a page. */
  async arrived(status = 200) {
    await this.page.waitForLoadState('load');
    await Promise.all(this.answer.pending);
    if (this.answer.status !== status) {
      throw new Error(`${this.page.url()} answered ${this.answer.status}, not ${status}: ${(await this.text()).slice(0, 500)}`);
    }
    await judge(this, this.answer);
  }

  async go(path, status) {
    await this.page.goto(`${site}${path}`);
    await this.arrived(status);
  }

  /** Does what loads a page, and waits for the page. */
  async load(act, status) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), act()]);
    await this.arrived(status);
  }

  /** Presses a button of the page's content, not of its frame. */
  async press(name, status) {
    await this.load(() => this.page.locator('main').getByRole('button', { name, exact: true }).first().click(), status);
  }

  async follow(name, status) {
    await this.load(() => this.page.getByRole('link', { name, exact: true }).first().click(), status);
  }

  /** The row of a list that speaks of this. */
  row(of) {
    return this.page.locator('tbody tr', { hasText: of });
  }

  /** Presses a button or link of a row. */
  async pressIn(row, name, status) {
    const target = this.row(row).locator('button, a.btn', { hasText: name });
    await this.load(() => target.first().click(), status);
  }

  /** Types into fields by their name. */
  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`main [name="${name}"]`).first();
      const kind = await field.evaluate((e) => (e.nodeName === 'SELECT' ? 'select' : e.type));
      if (kind === 'select') await this.choose(field, value);
      else if (kind === 'radio') await this.page.locator(`main [name="${name}"][value="${value}"]`).check();
      else if (kind === 'checkbox') await field.setChecked(Boolean(value));
      else await field.fill(value);
    }
  }

  /** Script brings 市 and 区 by itself, and the choice waits for it; without script the button beside them does. */
  async choose(field, value) {
    const offered = await field.evaluate((e, wanted) => [...e.options].some((o) => o.value === wanted), value);
    if (!offered && !this.script) await this.press('更新市、区');
    await field.selectOption(value);
  }

  /** Types what the image of the page says. */
  async fillCaptcha() {
    await this.fill({ captcha: await captcha(await this.sid()) });
  }

  /** The session's token. */
  async sid() {
    const cookies = await this.page.context().cookies();
    return cookies.find((cookie) => cookie.name === 'sid').value;
  }

  text() {
    return this.page.locator('body').innerText();
  }

  /** Fails unless the page says this. */
  async says(...parts) {
    const whole = await this.text();
    for (const part of parts) holds(this.page.url(), whole, part);
  }

  close() {
    return this.page.context().close();
  }
}
