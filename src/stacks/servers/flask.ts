import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const flask: ServerStack = {
  id: 'flask',
  title: 'Flask development server',
  command: /\bflask\b.*\brun\b/,
  header: /^Werkzeug\//,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'listen on both families (Linux, macOS)',
      command: `flask run --host :: --port ${port}`,
    })),
    'serial-server': atServer(({ port }) => ({
      do: 'answer each request in a thread of its own; in app.run it is threaded=True',
      command: `flask run --with-threads --port ${port}`,
    })),
    'redirect-chain': atServer({
      do: 'let routes match with and without their last slash, before the routes are added',
      command: 'app.url_map.strict_slashes = False',
    }),
    'cors-preflight': atServer({
      do: 'let browsers keep the permission (Flask-CORS)',
      command: 'CORS(app, max_age=7200)',
    }),
    'growing-list': atServer(
      {
        do: 'fetch related rows with the list (SQLAlchemy)',
        command: 'select(Model).options(selectinload(Model.items))',
      },
      { do: 'index the columns that a single slow query filters and sorts by', command: 'index=True' },
    ),
    'buffered-stream': atServer({
      do: 'return a generator that yields each event',
      command: "Response(stream_with_context(events()), mimetype='text/event-stream')",
    }),
    'idle-connection-blocks-server': atServer({
      do: 'handle each connection in a thread of its own, which is the default of flask run',
      command: 'app.run(threaded=True)',
    }),
    'no-keep-alive': atServer({
      do: 'run under a server that keeps connections open',
      command: 'gunicorn --threads 8 MODULE:app',
    }),
  },
};
