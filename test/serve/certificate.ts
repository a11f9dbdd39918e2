export { selfSigned } from '../../src/lab/servers/certificate.ts';
