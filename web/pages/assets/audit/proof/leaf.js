/** Compares the leaf of an outcome, which the log has signed, with what the API tells of it. */

/** By the member of the leaf: what the page calls it, and the same value of the API's answer. */
const SAME = {
  type: ['the kind of entry', () => 'outcome'],
  job: ['job', (outcome) => outcome.job],
  pair_index: ['place in the job', (outcome) => outcome.pair_index],
  tenant: ['tenant', (outcome) => outcome.tenant],
  client: ['client', (outcome) => outcome.client],
  surface: ['surface', (outcome) => outcome.surface],
  status: ['status', (outcome) => outcome.status],
  decision: ['decision', (outcome) => outcome.decision],
  operating_point: ['operating point', (outcome) => outcome.operating_point],
  threshold: ['threshold', (outcome) => outcome.threshold],
  embedder: ['model', (outcome) => outcome.model],
  detector: ['detector', (outcome) => outcome.detector],
  calibration: ['calibration', (outcome) => outcome.calibration],
  card_sha256: ['hash of the model’s card', (outcome) => outcome.card_sha256],
  calibration_sha256: ['hash of the calibration', (outcome) => outcome.calibration_sha256],
  worker: ['worker', (outcome) => outcome.worker],
  http_status: ['HTTP status', (outcome) => outcome.http_status],
  accepted_on: ['day of acceptance', (outcome) => outcome.accepted_on],
  trace_id: ['trace', (outcome) => outcome.trace_id],
};

/** Written in capitals in the leaf, and not in the API. */
const CAPITALS = ['decision', 'operating_point'];

/**
 * @param {Uint8Array} leaf
 * @param {Record<string, any>} outcome
 * @returns {string[]} what is not the same, in words; empty when all is
 */
export function differences(leaf, outcome) {
  let said;
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(leaf));
  } catch {
    return ['it is not JSON'];
  }
  if (said === null || typeof said !== 'object') {
    return ['it is no JSON object'];
  }
  const told = Object.entries(SAME)
    .map(([member, [words, shown]]) => [words, CAPITALS.includes(member) ? said[member]?.toLowerCase?.() : said[member], shown(outcome)])
    .filter(([, signed, shown]) => (signed ?? null) !== (shown ?? null))
    .map(([words, signed, shown]) => `${words} is ${signed ?? 'not there'} in the log, ${shown ?? 'not there'} here`);
  if (new Date(said.decided_at).getTime() !== new Date(outcome.decided_at).getTime()) {
    told.push(`time is ${said.decided_at} in the log, ${outcome.decided_at} here`);
  }
  return told;
}
