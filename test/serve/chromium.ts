import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and its kin put it; nothing is downloaded. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Without a sandbox, since tests may run as root; and without all that a browser does by itself on a network. */
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

/** The machine's own Chromium, with a new and empty profile. */
export function startChromium(): Promise<Browser> {
  const executablePath = PLACES.find((path) => existsSync(path)) ?? 'chromium';
  return chromium.launch({ executablePath, args: FLAGS });
}
