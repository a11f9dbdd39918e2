/**
 * Words of a command line that are not secrets: programs, sub-commands and modules that identify a server stack or that
 * a reader needs to find the server. Lower case.
 */
export const knownWords: ReadonlySet<string> = new Set(
  `
  && || | ; . --
  runserver runserver_plus run serve server s start dev preview watch exec up web daemon foreground listen production development
  master process worker pool manager main bootrun
  python node java php ruby perl dotnet go deno bun cargo
  django django-admin django.core.management manage.py flask gunicorn uvicorn hypercorn daphne waitress waitress-serve fastapi
  http.server aiohttp.web sanic tornado bottle
  npm npx pnpm yarn vite vite.js next next.js next-server nuxt webpack webpack.js webpack-cli webpack-dev-server react-scripts
  astro ng remix gatsby vue-cli-service svelte-kit parcel esbuild http-server json-server live-server nodemon tsx ts-node
  rails puma unicorn thin rackup bundle webrick artisan symfony php-fpm
  spring-boot spring-boot:run gradle gradlew mvn mvnw kestrel tomcat jetty
  nginx caddy apache apache2 httpd traefik haproxy envoy docker-proxy rootlessport com.docker.backend vpnkit gvproxy
  `
    .trim()
    .split(/\s+/),
);

/** Programs whose first argument is a script, which names the server. */
export const interpreters: ReadonlySet<string> = new Set(
  'node nodejs python pypy ruby jruby perl php java bash sh dash zsh ksh tsx ts-node lua escript rscript'.split(' '),
);

/** Programs that start the program in their arguments. */
export const wrappers: ReadonlySet<string> = new Set(
  'env sudo doas nohup nice ionice time timeout setsid stdbuf exec npx pnpx bunx tini dumb-init cross-env'.split(' '),
);

/** Options without a value. */
export const flags: ReadonlySet<string> = new Set(
  `
  --debug --no-debug --reload --noreload --no-reload --nothreading --nostatic --insecure --ipv6 --inspect --inspect-brk --watch
  --enable-source-maps --no-warnings --no-deprecation --trace-warnings --expose-gc --experimental-strip-types
  --preserve-symlinks --turbo --turbopack --open --https --cors --strictPort --verbose --quiet --silent --preload --daemon
  --dev --development --production --hot --no-install --no-build --no-launch-profile --no-restore
  `
    .trim()
    .split(/\s+/),
);

/** Single-letter options of an interpreter that take no value, before its script. */
export const letterFlags: Readonly<Record<string, RegExp>> = {
  python: /^-[bBdEhiIOqsSuvVxP]+$/,
  pypy: /^-[bBdEiIOqsSuvx]+$/,
  ruby: /^-[wdWS]+$/,
  perl: /^-[wtTW]+$/,
  php: /^-[qn]+$/,
  deno: /^-A$/,
};

/** Long names that some programs write with one dash; any other may be a letter with its value attached, like -pVALUE. */
export const singleDashNames: ReadonlySet<string> = new Set(
  `jar cp classpath javaagent server port host hostname addr address bind listen http https proto host-ip host-port
  container-ip container-port config password pass secret token key db dsn url`.split(/\s+/),
);

/** Options whose value is code, used instead of a script. */
export const codeOptions: ReadonlySet<string> = new Set(['-e', '-c', '-r', '-p', '-E', '--eval', '--print']);

export const SCRIPT =
  /^[\p{L}\p{N}@.+~:/\\_ -]+\.(?:py|pyc|pyz|js|cjs|mjs|jsx|ts|cts|mts|tsx|rb|ru|pl|psgi|php|phar|jar|war|class|dll|exe|sh|bash|lua|go|exs|rkt|cmd|bat)$/iu;

/** A name or a path. Not a URL, an assignment, an account or JSON. */
export const PATH = /^(?!.*:\/\/)[\p{L}\p{N}@.+~:/\\_ ()-]+$/u;

/** `shop.wsgi`, `shop.asgi:application`, `main:app`: the application of a Python server, at any position. */
export const CALLABLE =
  /^(?:[a-z_]\w*\.)*(?:wsgi|asgi)(?::[a-z_]\w*)?$|^[a-z_][\w.]*:(?:app|application|server|create_app)$/i;

/** The application of a Python server: a module, with or without a name in it. */
export const APPLICATION = /^[a-z_][\w.]*(?::[a-z_][\w.]*(?:\(\))?)?$/i;

/** Python servers, whose first argument is the application. */
export const applicationServers: ReadonlySet<string> = new Set(
  'gunicorn uvicorn hypercorn daphne granian waitress-serve'.split(' '),
);

/** Options with a value, after which the expected name may follow. */
export const valueOptions: Readonly<Record<'script' | 'application' | 'nothing', ReadonlySet<string>>> = {
  script: new Set(
    '-cp -classpath --class-path --module-path -d -W -X -I --require --import --loader --env-file --title -m'.split(
      ' ',
    ),
  ),
  application: new Set(
    `-b --bind -w --workers -k --worker-class -c --config -t --timeout --threads -n --name -p --port --host --log-level
    --log-config --chdir --access-logfile --error-logfile --pid --keep-alive --max-requests --root-path`.split(/\s+/),
  ),
  nothing: new Set(),
};
