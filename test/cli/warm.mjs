// Runs commands one after the other in this process, with the function that bin/whyslow.js calls.
import process from 'node:process';
import { main } from '../../dist/bundle/program.js';

/** Keeps what is written instead of writing it. */
function keepOutput(stream) {
  const { write } = stream;
  let text = '';
  stream.write = (chunk, encoding, callback) => {
    text += chunk;
    const written = typeof encoding === 'function' ? encoding : callback;
    if (written !== undefined) process.nextTick(written);
    return true;
  };
  return () => {
    stream.write = write;
    return text;
  };
}

async function run({ args, env, cwd }) {
  const before = { ...process.env };
  process.chdir(cwd);
  Object.assign(process.env, env);
  const [stdout, stderr] = [keepOutput(process.stdout), keepOutput(process.stderr)];
  await main([process.execPath, 'whyslow', ...args]);
  const ended = { code: process.exitCode ?? 0, stdout: stdout(), stderr: stderr() };
  process.exitCode = undefined;
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
  return ended;
}

process.on('message', (command) => void run(command).then((ended) => process.send(ended)));
process.on('disconnect', () => process.exit());
