import type { Renderer } from '../contract.ts';
import { type Hashes, pageOf } from './page.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** The hash by which a content security policy names a source (CSP 3 §6.7.2.4). The platform's digest is asynchronous. */
async function sourceOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

const hashes: Hashes = { style: await sourceOf(style), script: await sourceOf(script) };

/** One file for a browser. It sends no request and is complete without its script. */
export const html: Renderer = { render: (run) => pageOf(run, hashes) };
