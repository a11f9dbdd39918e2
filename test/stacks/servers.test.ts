import { expect, test } from 'vitest';
import { recogniseServer, serverStacks } from '../../src/stacks/servers/index.ts';

const commands: readonly (readonly [string, string | null])[] = [
  ['python manage.py runserver', 'django-runserver'],
  ['/usr/bin/python3 manage.py runserver --noreload 127.0.0.1:8000', 'django-runserver'],
  ['/home/ada/venv/bin/python ./manage.py runserver 0.0.0.0:8000', 'django-runserver'],
  ['python -m django runserver 8000', 'django-runserver'],
  ['/usr/local/bin/python /usr/local/bin/django-admin runserver', 'django-runserver'],
  ['python manage.py migrate', null],
  ['python3 -m http.server 8000', 'python-http-server'],
  ['/usr/bin/python3.11 -u -m http.server --bind ::1', 'python-http-server'],
  ['"C:\\Python311\\python.exe" -m http.server 8000', 'python-http-server'],
  ['python3 -m http.client', null],
  ['flask run', 'flask'],
  ['/venv/bin/python /venv/bin/flask --app shop run --debug', 'flask'],
  ['flask routes', null],
  ['/venv/bin/python /venv/bin/gunicorn shop.wsgi -b 127.0.0.1:8000', 'gunicorn'],
  ['gunicorn: master [shop.wsgi]', 'gunicorn'],
  ['gunicorn -k uvicorn.workers.UvicornWorker shop:app', 'gunicorn'],
  ['/venv/bin/python -m uvicorn shop:app --reload', 'uvicorn'],
  ['fastapi dev main.py', 'uvicorn'],
  ['fastapi --version', null],
  ['node /home/ada/shop/node_modules/.bin/vite', 'vite'],
  ['node /home/ada/shop/node_modules/vite/bin/vite.js --port 8000', 'vite'],
  ['node /home/ada/invite/server.js', 'node-http'],
  ['node /home/ada/shop/node_modules/.bin/next dev', 'next'],
  ['next-server (v14.1.0)', 'next'],
  ['node /home/ada/shop/node_modules/.bin/webpack serve', 'webpack-dev-server'],
  ['node /home/ada/shop/node_modules/react-scripts/scripts/start.js', 'webpack-dev-server'],
  ['puma 6.4.0 (tcp://localhost:3000) [shop]', 'puma'],
  ['ruby bin/rails server -p 3000', 'puma'],
  ['java -cp shop org.springframework.boot.loader.launch.JarLauncher', 'spring-boot'],
  ['java -jar shop.jar', null],
  ['dotnet run --project Shop', 'kestrel'],
  ['"C:\\Program Files\\dotnet\\dotnet.exe" run', 'kestrel'],
  ['/tmp/go-build3571936/b001/exe/main', 'go-http'],
  ['go run .', 'go-http'],
  ['cargo run', null],
  ['php -S localhost:8000 -t public', 'php-builtin'],
  ['"C:\\php\\php.exe" -S localhost:8000', 'php-builtin'],
  ['/usr/bin/php8.2 artisan serve', 'php-builtin'],
  ['php-fpm: pool www', null],
  ['nginx: master process /usr/sbin/nginx', 'nginx'],
  ['/usr/bin/docker-proxy -proto tcp -host-ip 127.0.0.1 -host-port 8000', 'docker-publish'],
  ['node server.js', 'node-http'],
  ['/usr/local/bin/node --inspect dist/main.js', 'node-http'],
  ['C:\\Windows\\node.exe server.js', 'node-http'],
  ['"C:\\Program Files\\nodejs\\node.exe" server.js', 'node-http'],
  ['nodemon server.js', null],
  ['./shop', null],
  ['', null],
];

test.each(commands)('the process "%s" is %s', (command, id) =>
  expect(recogniseServer(command, null)?.id ?? null).toBe(id),
);

test('every stack of the catalogue has a process above', () => {
  const known = new Set(commands.map(([, id]) => id));
  expect(serverStacks.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(serverStacks.map(({ id }) => id)).size).toBe(serverStacks.length);
});

test.each([
  ['WSGIServer/0.2 CPython/3.11.2', 'django-runserver'],
  ['SimpleHTTP/0.6 Python/3.11.2', 'python-http-server'],
  ['BaseHTTP/0.6 Python/3.11.2', null],
  ['nginx/1.24.0', 'nginx'],
  ['Kestrel', 'kestrel'],
  ['Werkzeug/3.0.1 Python/3.12.0', 'flask'],
  ['gunicorn', 'gunicorn'],
  ['gunicorn/19.9.0', 'gunicorn'],
  ['uvicorn', 'uvicorn'],
  ['Apache-Coyote/1.1', null],
  ['a proxy before gunicorn', null],
  ['', null],
])('the header "%s" is %s', (header, id) => expect(recogniseServer(null, header)?.id ?? null).toBe(id));

test.each([
  ['the process is believed before the header', 'gunicorn shop.wsgi', 'Werkzeug/3.0.1', 'gunicorn'],
  ['where the process says nothing, the header does', 'python shop.py', 'Werkzeug/3.0.1', 'flask'],
  ['even where the header is the more particular one', 'node server.js', 'uvicorn', 'node-http'],
  ['nothing known is nothing said', null, null, null],
])('%s', (_promise, command, header, id) => expect(recogniseServer(command, header)?.id ?? null).toBe(id));

test.each([
  ['python manage.py runserver', "python manage.py runserver '[::]:8123'"],
  ['gunicorn shop.wsgi', "gunicorn --bind '[::]:8123' …"],
  ['node server.js', 'server.listen(8123)'],
])('%s listens on both families with the line it understands', (command, line) =>
  expect(recogniseServer(command, null)?.bothFamilies?.(8_123).command).toBe(line),
);
