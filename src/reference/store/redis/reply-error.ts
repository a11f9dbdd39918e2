import { ToolError } from '../../../model/error.ts';
import { StoreUnavailable } from '../unavailable.ts';

/** Replies for a temporary problem. Any other error reply is a bug in a script. */
const OBSTACLES = [
  'LATE',
  'OOM',
  'MISCONF',
  'READONLY',
  'LOADING',
  'BUSY',
  'MASTERDOWN',
  'NOREPLICAS',
  'CLUSTERDOWN',
  'TRYAGAIN',
];

export function mapped(error: unknown): unknown {
  if (!isReplyError(error)) return new StoreUnavailable('unanswered', error);
  if (isReply(error, 'OOM') || isReply(error, 'MISCONF')) return new StoreUnavailable('full', error);
  if (isReply(error, 'MOVED')) {
    return new ToolError(
      'cluster-node',
      'This Redis is a node of a cluster, and has only some of the keys. Name it as redis-cluster://HOST:PORT,HOST:PORT.',
    );
  }
  return OBSTACLES.some((word) => isReply(error, word)) ? new StoreUnavailable('unreachable', error) : error;
}

function isReplyError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

// Inside a script the code follows other text, as in "… MISCONF Redis is configured …".
export function isReply(error: unknown, word: string): boolean {
  return isReplyError(error) && new RegExp(String.raw`(^|\s|-)${word}\b`).test(error.message);
}
