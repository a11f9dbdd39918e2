import { expect, test } from 'vitest';
import { redacted } from '../../../src/gather/listeners/processes.ts';

test.each([
  [['python', 'manage.py', 'runserver', '127.0.0.1:8000'], 'python manage.py runserver 127.0.0.1:8000'],
  [['server', '--password', 'hunter2'], 'server --password …'],
  [['server', '--password=hunter2'], 'server --password=…'],
  [['server', '--password=hun=ter2'], 'server --password=…'],
  [['server', '--db-pass', 'hunter2', '--port', '80'], 'server --db-pass … --port 80'],
  [['env', 'SECRET_KEY=hunter2', 'server'], 'env SECRET_KEY=… server'],
  [['server', '--api-key', 'hunter2'], 'server --api-key …'],
  [['server', '--apikey=hunter2'], 'server --apikey=…'],
  [['server', '--AccessToken', 'hunter2'], 'server --AccessToken …'],
  [['server', '--credentials=hunter2'], 'server --credentials=…'],
  [['server', '--password=hunter2', 'serve'], 'server --password=… serve'],
  [['passenger', 'start'], 'passenger start'],
  [['server', '--port=80'], 'server --port=80'],
  [[], ''],
])('%j is written as "%s"', (words, text) => expect(redacted(words)).toBe(text));

// Not kept yet.
test.fails.each([
  ['a URL with a password', ['worker', 'redis://ada:hunter2@localhost:6379/0']],
  ['the same behind a harmless name', ['env', 'DATABASE_URL=postgres://ada:hunter2@localhost/shop', 'server']],
  ['an assignment inside an option', ['gunicorn', '--env=SECRET_KEY=hunter2', 'shop.wsgi']],
])('%s is not repeated', (_what, words) => expect(redacted(words)).not.toContain('hunter2'));
