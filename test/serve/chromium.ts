import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The path on Debian and its derivatives; nothing is downloaded. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** No sandbox, because tests may run as root, and no background network traffic of the browser. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

/** The installed Chromium, with a new and empty profile. */
export function startChromium(): Promise<Browser> {
  const executablePath = PLACES.find((path) => existsSync(path)) ?? 'chromium';
  return chromium.launch({ executablePath, args: FLAGS });
}
