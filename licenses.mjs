import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a package: `…/node_modules/name` or `…/node_modules/@scope/name`. */
const PACKAGE_FOLDER = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/;

/** The names, versions and licence texts of the packages that these files are part of. */
export function licensesOf(files) {
  const folders = [...new Set(files.flatMap((file) => PACKAGE_FOLDER.exec(file)?.[0] ?? []))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return `This program contains the following packages.\n${folders.map(noticeOf).join('')}`;
}

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const by = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  const text = file === undefined ? `Copyright ${by}` : readFileSync(join(folder, file), 'utf8').trim();
  return `\n${'-'.repeat(72)}\n${name} ${version} (${license})\n\n${text}\n`;
}
