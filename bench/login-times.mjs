// Does the time of a failed login reveal whether the user exists? Sends logins with a known and an unknown name in turn,
// over HTTP, and prints the medians and their ratio.
//
//   npm run bench:login-times

import { startReference } from '../dist/reference/process.js';

const ROUNDS = 300;
const WARM_UP = 20;

// The throttle responds before it hashes. This limit is higher than the number of failures, so it never throttles.
const reference = await startReference({
  port: 0,
  users: 1,
  password: 'not the one that is tried',
  throttle: { failures: 100_000, windowSeconds: 3600 },
});
const timesMs = { user1: [], nobody: [] };
try {
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    const inTurn = round % 2 === 0 ? ['user1', 'nobody'] : ['nobody', 'user1'];
    for (const username of inTurn) timesMs[username].push(await failingLogin(username));
  }
} finally {
  await reference.stop();
}

const [known, unknown] = [timesMs.user1, timesMs.nobody].map((all) => medianOf(all.slice(WARM_UP)));
console.log(
  `failed login, median of ${ROUNDS}: known user ${known.toFixed(2)} ms, unknown user ${unknown.toFixed(2)} ms`,
);
console.log(`ratio ${(unknown / known).toFixed(3)} (1 reveals nothing)`);

async function failingLogin(username) {
  const startedMs = performance.now();
  const response = await fetch(new URL('/api/token/', reference.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password: 'wrong' }),
  });
  await response.text();
  if (response.status !== 401) throw new Error(`expected 401, got ${response.status}`);
  return performance.now() - startedMs;
}

function medianOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
