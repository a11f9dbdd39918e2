export { importCurl } from './curl/import-curl.ts';
export { importHar } from './har/import-har.ts';
export { importHttpFile } from './http-file/import-http-file.ts';
export { importOpenApi } from './openapi/import-openapi.ts';
