// The eight real servers, each as its own page says to start it, with one small page.
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PORT = 8123;

const apps = fileURLToPath(new URL('./apps/', import.meta.url));
const whyslow = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

export const servers = {
  reference: { command: () => [process.execPath, whyslow, 'reference', '--port', String(PORT)] },
  'Django runserver': {
    command: () => ['/usr/bin/python3', join(apps, 'manage.py'), 'runserver', String(PORT)],
  },
  'Django gunicorn': {
    command: () => ['/usr/bin/gunicorn', '--chdir', apps, '--bind', `127.0.0.1:${PORT}`, 'manage:application'],
  },
  'python3 -m http.server': { command: () => ['/usr/bin/python3', '-m', 'http.server', String(PORT)] },
  Flask: {
    command: () => ['/usr/bin/python3', '-m', 'flask', 'run', '--port', String(PORT)],
    env: { FLASK_APP: join(apps, 'flask_page.py') },
  },
  'node http': { command: () => [process.execPath, join(apps, 'node.mjs'), String(PORT)] },
  nginx: { command: (folder) => ['nginx', '-c', join(folder, 'nginx.conf')] },
  'php -S': { command: () => ['php', '-S', `localhost:${PORT}`] },
};

/** Those of which no finding is expected at any depth. */
export const quietServers = ['reference', 'node http', 'nginx'];

const nginxConf = (folder) => `daemon off; user root; pid ${folder}/nginx.pid; error_log /dev/null; events {}
http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  server { listen 127.0.0.1:${PORT}; listen [::1]:${PORT}; root ${folder}; } }
`;

/** @returns a folder with the page and the configuration, in which the server runs. The lab's /var/tmp is the real one. */
export function prepare(name) {
  const folder = mkdtempSync('/var/tmp/whyslow-causes-server-');
  writeFileSync(join(folder, 'index.html'), '<p>a small page</p>\n');
  if (name === 'nginx') writeFileSync(join(folder, 'nginx.conf'), nginxConf(folder));
  if (name === 'php -S') copyFileSync(join(apps, 'index.php'), join(folder, 'index.php'));
  return folder;
}
