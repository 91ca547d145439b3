/**
 * What the page shows, as the fragment of its address says it: #failures?period=30d&zone=Asia/Dubai&client=mobile. So a
 * view can be kept as a bookmark and sent to somebody. Only what is named here is read and written: never a subject or a
 * token.
 */

export const PERIODS = ['today', '7d', '30d', '3m', '12m', 'own'];
const USUAL_PERIOD = '30d';
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Filters of every section, which stay when another one is shown. */
export const COMMON = ['tenant', 'client', 'surface', 'model'];

/** What only one section knows. */
const OWN = {
  outcomes: ['status', 'decision', 'similarity_min', 'similarity_max', 'job', 'order'],
  outcome: ['id'],
  overview: ['bucket'],
  latency: ['bucket', 'measure'],
  similarity: ['at'],
  borderline: ['delta'],
  repeats: ['by', 'at_least'],
  jobs: ['missing_only'],
  access: ['what'],
};

/**
 * @typedef {object} View
 * @property {string|null} section null for the one that the page begins with
 * @property {string} period one of PERIODS
 * @property {string|null} from the first day, when the period is the user's own
 * @property {string|null} to the last day, which is in it
 * @property {string} zone
 * @property {Record<string, string>} filters
 */

/** @param {string} hash @returns {View} */
export function parseView(hash) {
  const [, section, query] = /^#?([^?]*)\??(.*)$/s.exec(hash);
  const given = new URLSearchParams(query);
  const from = dateOf(given.get('from'));
  const to = dateOf(given.get('to'));
  const period = from && to ? 'own' : PERIODS.includes(given.get('period')) && given.get('period') !== 'own' ? given.get('period') : USUAL_PERIOD;
  const filters = {};
  for (const name of [...COMMON, ...(OWN[section] ?? [])]) {
    if (given.get(name)) {
      filters[name] = given.get(name);
    }
  }
  return {
    section: section || null,
    period,
    from: period === 'own' ? from : null,
    to: period === 'own' ? to : null,
    zone: isZone(given.get('zone')) ? given.get('zone') : ownZone(),
    filters,
  };
}

/** @param {View} view */
export function formatView({ section, period, from, to, zone, filters }) {
  const words = new URLSearchParams(period === 'own' ? { from, to } : { period });
  words.set('zone', zone);
  for (const name of [...COMMON, ...(OWN[section] ?? [])]) {
    if (filters[name]) {
      words.set(name, filters[name]);
    }
  }
  return `#${section ?? ''}?${words.toString().replaceAll('%2F', '/')}`;
}

/** The same view of another section. @param {View} view @param {Record<string, string>} [own] filters of that section */
export function ofSection(view, section, own = {}) {
  const common = Object.fromEntries(COMMON.filter((name) => view.filters[name]).map((name) => [name, view.filters[name]]));
  return { ...view, section, filters: { ...common, ...own } };
}

function dateOf(text) {
  return text && DATE.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** The browser's. */
export function ownZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

export function isZone(name) {
  try {
    return Boolean(name) && Boolean(Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** An address of the API with the tenant that the view is of, unless that is the token's own. @param {View} view */
export function withTenant(path, { filters }) {
  return filters.tenant ? `${path}?${new URLSearchParams({ tenant: filters.tenant })}` : path;
}
