// The simulated phone: scans and pays on its page, shows the text messages and the sign-in codes of the staff.

import { holds, phoneUrl, until } from './world.mjs';

export class Phone {
  static async open(chromium) {
    return new Phone(await (await chromium.newContext()).newPage());
  }

  constructor(page) {
    this.page = page;
  }

  /** Scans the code of this trade and confirms. */
  async pay(trade) {
    await this.page.goto(trade.qr_code);
    await this.page.getByRole('button', { name: '确认付款', exact: true }).click();
    await this.page.getByText('付款后，电脑上的页面会自己跳到结果页').waitFor();
  }

  /** What the page shows of messages. */
  async says(part) {
    await this.page.goto(phoneUrl);
    holds('the phone', await this.page.locator('.sms').innerText(), part);
  }

  /** The sign-in code of a member of staff; never the one called `used`, for a code is good once. */
  async code(login, used) {
    return until('a new sign-in code', async () => {
      await this.page.goto(phoneUrl);
      const line = await this.page.locator('.msg', { hasText: new RegExp(`^${login} `) }).locator('b').innerText();
      return line === used ? null : line;
    });
  }
}
