import './bare-machine';
import packed from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * Chromium without a window, out of an npm package: nothing is downloaded or expected of the machine. The package
 * unpacks it into the system's folder of temporary files (some 200 MB), where later runs find it.
 */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await packed.executablePath(), args: SWITCHES });
}

/** No sandbox, since tests may run as root; and nothing that talks to the world by itself. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
