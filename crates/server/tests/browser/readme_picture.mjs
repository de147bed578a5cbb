// 订单服务 with an order in each of six states: the picture of the README.

import * as company from './company.mjs';
import { begin } from './scenarios.mjs';
import * as staff from './staff.mjs';
import { ledger, until } from './world.mjs';

const SIZE = { width: 1280, height: 800 };

export async function takeReadmePicture(world, n) {
  const { who, visit, number } = await begin(world, n, true, company.byCourier);
  const { page } = visit;
  const paid = async (order) => {
    await company.submit(visit, order, {});
    return company.pay(visit, order, world.phone);
  };
  await paid(number);
  await staff.approve(world.reviewer(true), number);
  await staff.ship(world.shipper(true), number, 'SF1000000001999');
  await company.confirmReceipt(visit, number);
  await company.findInvoice(visit, who, number);

  const atOutlet = await company.applyForOrder(visit, company.byPickup, 2);
  await paid(atOutlet);
  await staff.approve(world.reviewer(true), atOutlet);

  const refused = await company.applyForOrder(visit, company.byCourier, 3);
  const trade = await paid(refused);
  await staff.reject(world.reviewer(true), refused, '营业执照上的法定代表人与申报的不一致');
  const returned = (t) => t.out_trade_no === trade.out_trade_no && t.refunded_fen > 0;
  await until('the refund', async () => (await ledger()).some(returned));

  const shipped = await company.applyForOrder(visit, { ...company.byCourier, certs: '4', seals: '2' }, 4);
  await paid(shipped);
  await staff.approve(world.reviewer(true), shipped);
  await staff.ship(world.shipper(true), shipped, 'SF1000000002999');
  await paid(await company.applyForOrder(visit, { ...company.byCourier, certs: '3' }, 5));
  await company.submit(visit, await company.applyForOrder(visit, company.byPickup, 6), {});

  await page.setViewportSize(SIZE);
  await visit.go('/orders');
  await page.setViewportSize(SIZE);
  await page.screenshot({ path: process.env.CAKEY_PICTURE });
  await visit.close();
}
