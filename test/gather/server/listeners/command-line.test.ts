import { expect, test } from 'vitest';
import { redacted, shownOption, wordsOf } from '../../../../src/gather/server/listeners/command-line.ts';
import { recogniseServer } from '../../../../src/stacks/servers/index.ts';
import { NEEDLE } from '../../../cli/leaky-server.ts';
import { leakyArguments } from '../../../cli/leaky-server.ts';
import { serverCommands } from '../../../stacks/server-commands.ts';

const PORT = 8_000;

test.each([
  ['python manage.py runserver 127.0.0.1:8000', 'python manage.py runserver 127.0.0.1:8000'],
  [
    '/venv/bin/python3.11 -u -m uvicorn shop.asgi:app --port 8000',
    '/venv/bin/python3.11 -u -m uvicorn shop.asgi:app --port 8000',
  ],
  ['gunicorn shop.wsgi:application -b 0.0.0.0:8000 -w 4', 'gunicorn shop.wsgi:application -b 0.0.0.0:8000 -w ***'],
  ['gunicorn -w 4 shop:api hunter2', 'gunicorn -w *** shop:api ***'],
  ['python -m uvicorn shop:make --factory hunter2', 'python -m uvicorn shop:make --factory ***'],
  [
    '/venv/bin/python /venv/bin/gunicorn --reload shop hunter2',
    '/venv/bin/python /venv/bin/gunicorn --reload shop ***',
  ],
  ['gunicorn --unknown shop:api hunter2', 'gunicorn --unknown *** ***'],
  ['gunicorn postgres://a:b@c/d', 'gunicorn ***'],
  ['gunicorn -c conf.py shop.wsgi', 'gunicorn -c *** shop.wsgi'],
  ['python3 -m http.server 8000 --bind ::1', 'python3 -m http.server 8000 --bind ::1'],
  ['node /home/ada/shop/node_modules/.bin/vite --port 8000', 'node /home/ada/shop/node_modules/.bin/vite --port 8000'],
  ['node --require ./trace --inspect dist/main.js', 'node --require *** --inspect dist/main.js'],
  [
    'node --enable-source-maps --title hunter2 node_modules/.bin/next dev',
    'node --enable-source-maps --title *** node_modules/.bin/next dev',
  ],
  ['node -e hunter2', 'node -e ***'],
  ['node -p hunter2 hunter2', 'node -p *** ***'],
  ['python -c hunter2', 'python -c ***'],
  [
    'java -jar shop.jar --server.port=8000 --spring.datasource.password=hunter2',
    'java -jar shop.jar --server.port=8000 --spring.datasource.password=***',
  ],
  [
    'java -Xmx512m -Dserver.port=8000 -Ddb.user=hunter2 -cp hunter2 org.springframework.boot.loader.launch.JarLauncher',
    'java -Xmx512m -Dserver.port=8000 -Ddb.user=*** -cp *** org.springframework.boot.loader.launch.JarLauncher',
  ],
  ['php -S localhost:8000 -t hunter2 router.php', 'php -S localhost:8000 -t *** router.php'],
  ['php -d x=hunter2 artisan serve --host=0.0.0.0', 'php -d *** artisan serve --host=0.0.0.0'],
  [
    'dotnet Shop.dll --urls http://localhost:8000;http://[::1]:8000',
    'dotnet Shop.dll --urls http://localhost:8000;http://[::1]:8000',
  ],
  ['dotnet run --urls http://ada:hunter2@localhost:8000', 'dotnet run --urls ***'],
  ['ruby bin/rails server -p 8000 -b 0.0.0.0', 'ruby bin/rails server -p 8000 -b 0.0.0.0'],
  ['puma 6.4.0 (tcp://localhost:8000) [hunter2]', 'puma 6.4.0 (tcp://localhost:8000) ***'],
  ['next-server (v14.1.0)', 'next-server (v14.1.0)'],
  ['nginx: master process /usr/sbin/nginx -c hunter2', 'nginx: master process /usr/sbin/nginx -c ***'],
  ['gunicorn: master [shop.wsgi]', 'gunicorn: master [shop.wsgi]'],
  ['/home/ada/shop/target/debug/shop', '/home/ada/shop/target/debug/shop'],
  ['./shop -addr :8000 -password hunter2', './shop -addr :8000 -password ***'],
  ['/tmp/go-build35/b001/exe/main -listen=127.0.0.1:8000', '/tmp/go-build35/b001/exe/main -listen=127.0.0.1:8000'],
  ['API_KEY=hunter2 DB=postgres://a:b@c node server.js', 'API_KEY=*** DB=*** node server.js'],
  ['env API_KEY=hunter2 node server.js', 'env API_KEY=*** node server.js'],
  ['java --enable-preview com.example.Main hunter2', 'java --enable-preview *** ***'],
  ['node --some-flag ./bin/www hunter2', 'node --some-flag *** ***'],
  ['sudo -phunter2 -u hunter2 node server.js', 'sudo -p*** -u *** node server.js'],
  ['sudo -u ada node server.js', 'sudo -u *** node server.js'],
  [
    'sh -c "API_KEY=hunter2 node server.js --db hunter2 && cd /hunter2"',
    'sh -c API_KEY=*** node server.js --db *** && cd ***',
  ],
  ['shop --port 8000 --password server --token start', 'shop --port 8000 --password *** --token ***'],
  ['shop --password --hunter2', 'shop --password ***'],
  [
    'shop --credentials=hunter2 --AccessToken hunter2 --api-key hunter2',
    'shop --credentials=*** --AccessToken *** --api-key ***',
  ],
  ['shop -p 1234 1234 -P hunter2', 'shop -p *** *** -P ***'],
  ['shop -phunter2 -uroot -p8000', 'shop -p*** -u*** -p8000'],
  ['shop aHVudGVyMg== aHVudGVyMg= MFRGGZDF=====', 'shop *** *** ***'],
  ['shop hunter2 user:hunter2 hunter2:9999 /hunter2 a@b', 'shop *** *** *** *** ***'],
  ['shop app.test:8000 web:8000 0.0.0.0:9999', 'shop app.test:8000 web:8000 0.0.0.0:9999'],
  ['shop /p:Password=hunter2 --password:hunter2 --set=a=hunter2', 'shop *** --password:*** --set=***'],
  ['postgres://ada:hunter2@db/x', '***'],
  [
    '"C:\\Program Files\\nodejs\\node.exe" server.js --key "hunter2 phrase"',
    '"C:\\Program Files\\nodejs\\node.exe" server.js --key ***',
  ],
  ['shop --note "hunter2', 'shop --note ***'],
  ['', ''],
])('%s is written as %s', (line, shown) => {
  expect(redacted(wordsOf(line), PORT)).toBe(shown);
  // A saved run is read and rendered again.
  expect(redacted(wordsOf(shown), PORT)).toBe(shown);
});

test('arguments that hold spaces stay one word', () =>
  expect(redacted(['node', 'server.js', '--auth', `Bearer ${NEEDLE}`, `Cookie: sid=${NEEDLE}`], PORT)).toBe(
    'node server.js --auth *** ***',
  ));

test.each([
  '/usr/bin/node server.mjs',
  'python manage.py runserver',
  'shop',
  'java -jar shop.jar',
  'sh -c shop',
  'go run .',
])('no secret behind "%s" is shown, as arguments and as one text', (command) => {
  expect(redacted([...command.split(' '), ...leakyArguments], PORT)).not.toContain(NEEDLE);
  expect(redacted(wordsOf([command, ...leakyArguments].join(' ')), PORT)).not.toContain(NEEDLE);
});

test.each(serverCommands)('the process "%s" is %s from what is shown of it, too', (command, id) => {
  expect(recogniseServer(redacted(wordsOf(command)), null)?.id ?? null).toBe(id);
  expect(recogniseServer(redacted([command]), null)?.id ?? null).toBe(id);
});

test.each([
  ['--password=hunter2', '--password=***'],
  ['--password:hunter2', '--password:***'],
  ['--password', '--password'],
  ['-phunter2', '-p***'],
  ['-p=hunter2', '-p=***'],
  ['-p', '-p'],
  ['--"hunter2"', '--***'],
])('the option %s is written as %s', (word, shown) => expect(shownOption(word)).toBe(shown));
