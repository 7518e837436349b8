import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createReport, ended, type House, madeReport, openHouse } from '../e2e/house';
import { openBrowser } from './browser';

const OPERATOR = { email: 'operator@example.org', password: 'nine slow blue barges' };
const TEMPLATES = join(__dirname, '../../dist/test/support/fault-templates.js');

let house: House;
let browser: Browser;
let page: Page;
/** What the page complained of, and whom it asked besides this service. */
const complaints: string[] = [];

beforeAll(async () => {
  [house, browser] = await Promise.all([
    openHouse({
      environment: {
        OPERATOR_EMAIL: OPERATOR.email,
        OPERATOR_PASSWORD: OPERATOR.password,
        REPORT_RETRIES: '0',
        TEST_TEMPLATES: TEMPLATES,
      },
    }),
    openBrowser(),
  ]);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (['http:', 'https:'].includes(url.protocol) && url.origin !== house.url)
      complaints.push(`asked ${url.host}`);
  });
}, 240_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('an operator with a browser', () => {
  it('signs in and is shown the queues, by a page that asks no other host', async () => {
    await page.goto(`${house.url}/admin`);
    await page.getByLabel('E-mail').fill(OPERATOR.email);
    await page.getByLabel('Password').fill(OPERATOR.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${house.url}/admin/queues`);
    await page.getByText('reports-interactive').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('finds what failed and why, and is told that it never changes', async () => {
    const person = await house.newcomer();
    const good = await madeReport(person, { template: 'nutrition.food-log', formats: ['json'] });
    const bad = await ended(
      person,
      (
        await createReport(person, {
          template: 'test.odd',
          formats: ['json'],
          parameters: { kind: 'permanent' },
        })
      ).id,
    );
    expect(bad.status).toBe('FAILED');
    await page.goto(`${house.url}/admin/queues/queue/reports-interactive?status=failed`);
    await page.getByText(`the report is FAILED; report ${bad.id}`).waitFor();
    const text = (await page.locator('#root').textContent()) ?? '';
    expect(text).toContain(bad.error?.code ?? '-');
    expect(text).toContain('test.odd');
    expect(text).not.toContain(good.id);
    expect(text).not.toContain('@');
    const refused = await page.evaluate(async (job) => {
      const answer = await fetch(`/admin/queues/api/queues/reports-interactive/${job}/retry`, {
        method: 'PUT',
      });
      return { status: answer.status, text: await answer.text() };
    }, `report-${bad.id}-0-1`);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('never changes');
  });
});
