// A Node server of one page, on both families.
import { createServer } from 'node:http';

createServer((_request, response) => response.end('a small page\n')).listen(Number(process.argv[2]));
