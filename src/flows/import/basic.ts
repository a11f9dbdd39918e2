import { fixed } from './template-text.ts';

/** @param user `name:password` */
export const basic = (user: string): string => fixed(`Basic ${Buffer.from(user, 'utf8').toString('base64')}`);
