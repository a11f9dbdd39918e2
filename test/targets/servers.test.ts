import { expect, test } from 'vitest';
import { recogniseServer } from '../../src/targets/servers/index.ts';

test.each([
  ['python manage.py runserver', 'django-runserver'],
  ['/usr/bin/python3 manage.py runserver --noreload 127.0.0.1:8000', 'django-runserver'],
  ['/home/ada/venv/bin/python ./manage.py runserver 0.0.0.0:8000', 'django-runserver'],
  ['python -m django runserver 8000', 'django-runserver'],
  ['/usr/local/bin/python /usr/local/bin/django-admin runserver', 'django-runserver'],
  ['python manage.py migrate', null],
  ['python3 -m http.server 8000', 'python-http-server'],
  ['/usr/bin/python3.11 -u -m http.server --bind ::1', 'python-http-server'],
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
  ['node server.js', 'node-http'],
  ['/usr/local/bin/node --inspect dist/main.js', 'node-http'],
  ['C:\\Windows\\node.exe server.js', 'node-http'],
  ['"C:\\Program Files\\nodejs\\node.exe" server.js', 'node-http'],
  ['nodemon server.js', null],
  ['nginx: master process /usr/sbin/nginx', null],
  ['', null],
])('the process "%s" is %s', (command, id) => expect(recogniseServer(command, null)?.id ?? null).toBe(id));

test.each([
  ['WSGIServer/0.2 CPython/3.11.2', 'django-runserver'],
  ['SimpleHTTP/0.6 Python/3.11.2', 'python-http-server'],
  ['BaseHTTP/0.6 Python/3.11.2', 'python-http-server'],
  ['Werkzeug/3.0.1 Python/3.12.0', 'flask'],
  ['gunicorn', 'gunicorn'],
  ['gunicorn/19.9.0', 'gunicorn'],
  ['uvicorn', 'uvicorn'],
  ['nginx/1.24.0', null],
  ['a proxy before gunicorn', null],
  ['', null],
])('the header "%s" is %s', (header, id) => expect(recogniseServer(null, header)?.id ?? null).toBe(id));

test.each([
  ['the process is believed before the header', 'gunicorn shop.wsgi', 'Werkzeug/3.0.1', 'gunicorn'],
  ['where the process says nothing, the header does', 'python shop.py', 'Werkzeug/3.0.1', 'flask'],
  ['a more particular stack wins in the header only where no process is known', 'node server.js', 'uvicorn', 'node-http'],
  ['nothing known is nothing said', null, null, null],
])('%s', (_promise, command, header, id) => expect(recogniseServer(command, header)?.id ?? null).toBe(id));

test.each([
  ['python manage.py runserver', "python manage.py runserver '[::]:8123'"],
  ['python3 -m http.server', 'python -m http.server 8123 --bind ::'],
  ['flask run', "flask run --host '::' --port 8123"],
  ['gunicorn shop.wsgi', "gunicorn --bind '[::]:8123' …"],
  ['uvicorn shop:app', "uvicorn --host '::' --port 8123 …"],
  ['node server.js', 'server.listen(8123)'],
])('%s listens on both families with a line that names its port', (command, line) =>
  expect(recogniseServer(command, null)?.bothFamilies?.(8123).command).toBe(line),
);
