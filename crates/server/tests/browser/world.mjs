// Where everything stands: the site under test, its simulators' pages, and the captcha oracle of the Rust side.

const need = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; crates/server/tests/it/browser.rs sets it`);
  return value.replace(/\/$/, '');
};

export const site = need('CAKEY_URL');
export const phoneUrl = need('PHONE_URL');
export const smsUrl = need('SMS_URL');
export const mailUrl = need('MAIL_URL');
const oracleUrl = need('ORACLE_URL');

/** Login name → password, as the demonstration prints them. */
export const passwords = JSON.parse(need('STAFF_PASSWORDS'));

const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 250;

/** Asks until the answer is truthy; what never comes is an error that names it. */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${what}`);
    await new Promise((wake) => setTimeout(wake, LOOK_AGAIN_MS));
  }
}

async function text(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}

/** What the image of this session says. */
export const captcha = (sid) => text(`${oracleUrl}/captcha?sid=${encodeURIComponent(sid)}`);

/** Every trade of the payment gateway's ledger. */
export const ledger = async () => JSON.parse(await text(`${phoneUrl}/control/ledger`));

/** The messages to one mobile, newest first. */
export async function messages(mobile) {
  return JSON.parse(await text(`${smsUrl}/inbox.json`)).filter((message) => message.to === mobile);
}

/** The mails to one address, newest first. */
export async function mails(address) {
  return JSON.parse(await text(`${mailUrl}/inbox.json`)).filter((mail) => mail.to.includes(address));
}

/** Fails with both values. */
export function same(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`);
}

/** Fails unless the text holds the part. */
export function holds(what, whole, part) {
  if (!whole.includes(part)) throw new Error(`${what}: no “${part}” in “${whole.replace(/\s+/g, ' ').slice(0, 400)}”`);
}
