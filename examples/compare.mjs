#!/usr/bin/env node
// Compares the pairs of a ZIP: submits it, waits until the job is over, and saves the results.
// Needs Node 20 and nothing else. FACEMATCH_URL is the server's address, FACEMATCH_TOKEN a token.
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const URL = process.env.FACEMATCH_URL ?? 'http://localhost:8080';
const TOKEN = process.env.FACEMATCH_TOKEN;
const TRIES = 20;

/** The answer of a success; repeats while the server is busy or out of reach. */
async function request(path, options = () => ({})) {
  let problem;
  for (let tries = 0; tries < TRIES; tries++) {
    const { headers, ...rest } = options();
    let answer;
    try {
      answer = await fetch(URL + path, { headers: { Authorization: `Bearer ${TOKEN}`, ...headers }, ...rest });
    } catch (error) { // no connection, or a lost one
      problem = error.cause?.message ?? error.message;
    }
    if (answer?.ok) return answer;
    if (answer) {
      problem = `the server answered ${answer.status}: ${await detail(answer)}`;
      if (![429, 503].includes(answer.status) && !answer.headers.has('Retry-After')) throw new Error(problem);
    }
    await sleep(1000 * retryAfter(answer));
  }
  throw new Error(`gave up after ${TRIES} tries: ${problem}`);
}

/** Seconds that the server asks for; one when it does not ask. */
const retryAfter = (answer) => Number(answer?.headers.get('Retry-After') ?? 1);

/** What a problem document says; errors of a proxy are none. */
const detail = (answer) => answer.json().then((told) => [told.detail, ...(told.errors ?? [])].join(' '), () => '');

async function compare(archive, folder = '.') {
  if (!TOKEN) throw new Error('FACEMATCH_TOKEN is not set: ./facematch token prints a token');
  await access(archive);
  // With this key a repeated upload makes no second job.
  const headers = { 'Content-Type': 'application/zip', 'Idempotency-Key': randomUUID() };
  const upload = () => ({ method: 'POST', headers, body: Readable.toWeb(createReadStream(archive)), duplex: 'half' });
  const accepted = await request('/v1/jobs', upload);
  let job = await accepted.json();
  for (;;) {
    console.error(`job ${job.id}: ${job.state}, ${job.done} of ${job.total}`);
    if (job.state !== 'ENQUEUING' && job.state !== 'RUNNING') break;
    await sleep(1000 * retryAfter(accepted));
    job = await (await request(`/v1/jobs/${job.id}`)).json();
  }
  if (job.state !== 'COMPLETED') throw new Error(`the job ended as ${job.state}`);

  // Only a success gets here, so an error is never saved as if it were the results.
  const target = join(folder, `facematch-${job.id}.zip`);
  await pipeline((await request(`/v1/jobs/${job.id}/results`)).body, createWriteStream(`${target}.part`));
  await rename(`${target}.part`, target);
  console.log(target);
}

const [archive, folder] = process.argv.slice(2);
const run = archive ? compare(archive, folder) : Promise.reject(new Error('usage: compare.mjs ARCHIVE [FOLDER]'));
run.catch((error) => {
  console.error(`compare: ${error.message}`);
  process.exitCode = 1;
});
