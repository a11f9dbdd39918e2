#!/usr/bin/env node
// Versions below the minimum can parse this file, but not the program. The minimum is `engines` of package.json.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 19)) await import('../dist/bundle/main.js');
else {
  process.stderr.write(
    `whyslow: Node ${process.versions.node} is too old; 20.19 or newer is needed. Install it from https://nodejs.org, or with a version manager: nvm install 22\n`,
  );
  process.exitCode = 2;
}
