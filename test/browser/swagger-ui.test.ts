import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { type House, openHouse, type Report } from '../e2e/house';
import { openBrowser } from './browser';

let house: House;
let browser: Browser;
let page: Page;
/** What the page complained of, and whom it asked besides this service. */
const complaints: string[] = [];

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openBrowser()]);
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
}, 180_000);
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** An operation's block, opened. */
async function open(chapter: string, operation: string): Promise<Locator> {
  const block = page.locator(`[id="operations-${chapter}-${operation}"]`);
  if ((await block.locator('.opblock-body').count()) === 0)
    await block.locator('.opblock-summary-control').click();
  await block.locator('.execute').waitFor();
  return block;
}

/** Presses Execute. @returns the status and the body shown */
async function execute(block: Locator): Promise<{ status: string; body: string }> {
  const asked = page.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/api/'));
  await block.locator('.execute').click();
  await asked;
  const answer = block.locator('.live-responses-table tbody tr.response').first();
  await answer.locator('.response-col_status').waitFor();
  const status = ((await answer.locator('.response-col_status').textContent()) ?? '').trim().slice(0, 3);
  const shown = answer.locator('.response-col_description .highlight-code code').first();
  return { status, body: (await shown.count()) === 0 ? '' : ((await shown.textContent()) ?? '') };
}

describe('the page where the api can be tried', () => {
  it('opens without asking any other host or breaking its own policy', async () => {
    for (const address of ['/docs/', '/swagger', '/api/schema/swagger-ui', '/docs']) {
      await page.goto(new URL(address, house.url).href);
      await page.locator('.opblock-tag').first().waitFor();
      expect(new URL(page.url()).pathname).toMatch(/^\/docs\/?$/);
    }
    expect(await page.title()).toBe('Pressroom API');
    const chapters = await page.locator('.opblock-tag').allTextContents();
    expect(chapters.map((text) => text.trim().split(/(?<=[a-z])(?=[A-Z])/)[0])).toEqual(
      expect.arrayContaining(['Accounts', 'Reports', 'Food logs']),
    );
    expect(complaints).toEqual([]);
  });

  it('leads from signing up to a file on the disk', async () => {
    const signUp = await execute(await open('Accounts', 'signUp'));
    expect(signUp.status).toBe('201');
    const signIn = await execute(await open('Accounts', 'signIn'));
    expect(signIn.status).toBe('200');
    const { accessToken } = JSON.parse(signIn.body) as { accessToken: string };

    await page.locator('.scheme-container .authorize').click();
    const bearer = page.locator('#auth-bearer-value');
    await bearer.fill(accessToken);
    const form = page.locator('.modal-ux .auth-container form').filter({ has: bearer });
    await form.locator('button.authorize').click();
    await page.locator('.modal-ux .btn-done').first().click();

    expect((await execute(await open('Food_logs', 'createFoodLogs'))).status).toBe('201');
    const created = await execute(await open('Reports', 'createReport'));
    expect(created.status).toBe('202');
    const { id } = JSON.parse(created.body) as Report;

    const report = await completed(id);
    expect(report.artefacts).toHaveLength(1);
    const link = await download(() => page.evaluate(`location.href = ${JSON.stringify(report.downloadUrl)}`));
    expect(link.sha256).toBe(report.artefacts[0]?.sha256);
    expect(link.fileName).toMatch(/^nutrition-food-log_.+\.xlsx$/);

    const block = await open('Reports', 'downloadReport');
    await block.locator('tr[data-param-name="id"] input').fill(id);
    expect((await execute(block)).status).toBe('200');
    const saved = await download(() => block.locator('.live-responses-table a[download]').click());
    expect(saved.sha256).toBe(report.artefacts[0]?.sha256);
    expect(complaints).toEqual([]);
  }, 180_000);
});

async function completed(id: string): Promise<Report> {
  const block = await open('Reports', 'getReport');
  await block.locator('tr[data-param-name="id"] input').fill(id);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(300)) {
    const { status, body } = await execute(block);
    if (status !== '200') continue;
    const report = JSON.parse(body) as Report;
    if (report.status === 'COMPLETED') return report;
  }
  throw new Error('the report did not end');
}

async function download(trigger: () => Promise<unknown>): Promise<{ fileName: string; sha256: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), trigger()]);
  const sha256 = createHash('sha256')
    .update(readFileSync(await file.path()))
    .digest('hex');
  return { fileName: file.suggestedFilename(), sha256 };
}
