import { at, listAt } from '../../flows/import/document.ts';
import type { Bind, Detection, DetectionRule, Probe, ProbeResponse, Responses } from './detection.ts';

/** Whether a mark is seen; facts that it found count as seen. */
type Seen = boolean | Bind;

/**
 * One mark of a stack. It is not seen in a response that a path without a route gets too.
 * @param text continues the request line: `names the fields username and password`.
 */
export function mark(probe: Probe, text: string, see: (response: ProbeResponse) => Seen): DetectionRule {
  const shown = `${lineOf(probe)} ${text}`;
  return {
    text: shown,
    probes: [probe],
    detect(responses) {
      const response = responses(probe);
      if (response === null || response.likeNoRoute) return null;
      const seen = see(response);
      return seen === false ? null : { marks: [shown], bind: seen === true ? {} : seen };
    },
  };
}

/** The request of a probe in words. A probe below the URL is written with `…`. */
const lineOf = ({ method, path, body, below }: Probe): string =>
  `${method} ${below === 'url' ? '…' : ''}${path}${body === 'form' ? ' with an empty form' : ''}`;

/** All of these marks. Those after the first that is missing are not asked for. */
export const all = (...rules: readonly DetectionRule[]): DetectionRule => ({
  text: rules.map(({ text }) => text).join(', and '),
  probes: rules.flatMap(({ probes }) => probes),
  detect(responses) {
    let found: Detection = { marks: [], bind: {} };
    for (const rule of rules) {
      const detection = rule.detect(responses);
      if (detection === null) return null;
      found = { marks: [...found.marks, ...detection.marks], bind: { ...found.bind, ...detection.bind } };
    }
    return found;
  },
});

/** The first of these that is seen. */
export const any = (...rules: readonly DetectionRule[]): DetectionRule => ({
  text: rules.map(({ text }) => text).join(', or '),
  probes: rules.flatMap(({ probes }) => probes),
  detect: (responses: Responses) =>
    rules.reduce<Detection | null>((found, rule) => found ?? rule.detect(responses), null),
});

/** The same rule in shorter words, for the documentation. */
export const inShort = (text: string, rule: DetectionRule): DetectionRule => ({ ...rule, text });

/** The value at a dotted path. A number is an index of a list. */
export const within = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (Array.isArray(inner) ? (inner as readonly unknown[])[Number(key)] : at(inner, key)),
      value,
    );

/** Whether a response names each of these fields as a key with a list of texts, as Django REST framework does. */
export const namesFields = ({ status, json }: ProbeResponse, ...fields: readonly string[]): boolean =>
  status === 400 &&
  fields.every((field) => {
    const complaints = at(json, field);
    return Array.isArray(complaints) && typeof complaints[0] === 'string';
  });

/** Whether FastAPI misses both fields in a form: an application that reads JSON misses the body as a whole. */
export function missesInForm({ status, json }: ProbeResponse): boolean {
  const missed = listAt(json, 'detail').map((error) => listAt(error, 'loc').join('.'));
  return status === 422 && missed.includes('body.username') && missed.includes('body.password');
}
