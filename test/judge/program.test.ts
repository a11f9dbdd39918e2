import { expect, test } from 'vitest';
import { redacted, wordsOf } from '../../src/gather/server/listeners/command-line.ts';
import { hidesProgram, isSameProgram } from '../../src/judge/program.ts';

/** A command line as stored in a run. */
const shown = (command: string): string => redacted(wordsOf(command), 8_000);

test.each([
  ['python manage.py runserver', '/usr/bin/python3.11 -u manage.py runserver [::]:8000'],
  ['node server.js', '/usr/local/bin/node --inspect -r ./env.js /srv/app/server.js --port 8000'],
  ['node ./server.js', 'node server.js'],
  ['"C:\\Program Files\\nodejs\\node.exe" server.js', 'node.exe server.js'],
  ['/venv/bin/python /venv/bin/gunicorn app:app -b :8000', '/venv/bin/python3 /venv/bin/gunicorn -w 4 app:app'],
  ['python3 -m http.server 8000', 'python3 -m http.server --bind :: 8000'],
  ['php -S localhost:8000 router.php', 'php8.3 -S [::]:8000 router.php'],
  ['java -Xmx1g -cp lib/* com.example.Main', 'java -cp other com.example.Main --port 1'],
  ['java -jar app.jar', 'java -Xmx2g -jar app.jar'],
  ['deno run -A main.ts', 'deno run --allow-net main.ts'],
  ['/tmp/go-build12/b001/exe/main', '/tmp/go-build987/b001/exe/main -v'],
  ['nginx: master process nginx -g daemon off;', '/usr/sbin/nginx'],
  ['./target/release/api', '/home/me/target/release/api --listen ::'],
])('%s and %s are one program', (a, b) => {
  expect(isSameProgram(a, b)).toBe(true);
  expect(isSameProgram(b, a)).toBe(true);
  expect(isSameProgram(shown(a), shown(b))).toBe(true);
});

test.each([
  ['python app.py', 'node app.py'],
  ['python app.py', 'python other.py'],
  ['python /a/app.py', 'python /b/app.py'],
  ['python -m http.server', 'python -m flask run'],
  ['python manage.py runserver', '/venv/bin/python /venv/bin/gunicorn app:app'],
  ['node -e "one()"', 'node -e "two()"'],
  ['node one.js', 'node'],
  ['gunicorn one:app', 'gunicorn two:app'],
  ['/opt/a/server', '/opt/b/server'],
  ['nginx: master process', 'caddy run'],
])('%s and %s are two programs', (a, b) => {
  expect(isSameProgram(a, b)).toBe(false);
  expect(isSameProgram(b, a)).toBe(false);
  expect(hidesProgram(shown(a)) || !isSameProgram(shown(a), shown(b))).toBe(true);
});

test.each([
  ['node -e "one()"', true],
  ['python -c "one()"', true],
  ['postgres://ada:secret@db/x', true],
  ['node one.js --key secret', false],
  ['./shop --key secret', false],
  ['/usr/bin/docker-proxy -proto tcp -host-port 8000', true],
  ['python app.py --token secret', false],
])('%s: whether it hides the program that answers is %s', (command, hides) =>
  expect(hidesProgram(shown(command))).toBe(hides),
);
