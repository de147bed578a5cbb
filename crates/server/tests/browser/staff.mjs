// What the staff do: login with password and one-time code, review, shipping, the desk of an outlet.

import { Visit } from './visit.mjs';
import { passwords } from './world.mjs';

/** Logs a member of staff in once and keeps a window with script and one without, in the same session. */
export async function openStaff(chromium, phone, login) {
  const visit = await Visit.open(chromium, true);
  await visit.go('/staff');
  await visit.fill({ login, password: passwords[login], totp: await phone.code(login) });
  await visit.fillCaptcha();
  await visit.press('登录');
  const plain = await Visit.open(chromium, false, await visit.page.context().storageState());
  return (script) => (script ? visit : plain);
}

async function claim(visit, number) {
  await visit.go('/staff/review');
  await visit.pressIn(number, '领取');
  await visit.says('决定', '逐项核对');
}

export async function approve(visit, number) {
  await claim(visit, number);
  await visit.press('通过，审下一单');
}

export async function reject(visit, number, why) {
  await claim(visit, number);
  await visit.page.locator('#r').getByLabel('法定代表人与执照不一致').check();
  await visit.fill({ why });
  await visit.load(() => visit.page.locator('button[name="d"][value="no"]').click());
}

export async function ship(visit, number, waybill) {
  await visit.go('/staff/shipping');
  await visit.pressIn(number, '登记单号');
  await visit.fill({ carrier: 'sf', waybill });
  await visit.load(() => visit.page.locator('main form .btn-p').click());
}

export async function handOver(visit, number) {
  await visit.go('/staff/desk');
  await visit.pressIn(number, '登记到货');
  await visit.go(`/staff/desk/${number}`);
  await visit.fill({ who: 'self', id_kind: 'resident', id_number: '11010519491231002X', seen: true });
  await visit.press('登记交付');
}
