export { importCurl } from './curl/import-curl.ts';
export { type HarOptions, importHar } from './har/import-har.ts';
export { type HttpFileOptions, importHttpFile } from './http-file/import-http-file.ts';
export { importOpenApi } from './openapi/import-openapi.ts';
