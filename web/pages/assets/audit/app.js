/** Starts the page for auditors. */
import { createApi } from '../api.js';
import { el } from '../dom.js';
import { session } from '../session.js';
import { askForToken, mountSession } from '../signin.js';
import { createChoices } from './choices.js';
import { mountFilters } from './filters.js';
import { createFrame, errorCard } from './frame.js';
import { mountNavigation } from './navigation.js';
import { createReports } from './reports.js';
import { asBody, lookFor } from './search.js';
import { SECTIONS } from './sections.js';
import { formatView, parseView } from './view.js';

const ADMIN = 'facematch.admin';
const YEAR_AGO = { period: '12m' };

const announcer = document.getElementById('announcer');
const main = document.getElementById('audit');
const welcome = document.getElementById('welcome');
const starting = document.getElementById('starting');

/** Lets a screen reader say a text. */
function announce(text) {
  announcer.textContent = '';
  requestAnimationFrame(() => (announcer.textContent = text));
}

const api = createApi({ getToken: session.token, onUnauthorized: askForToken, onRefused: session.refused });
const page = { api, announce };
const choices = createChoices();
const frame = createFrame(document.getElementById('section'), page);
const filters = mountFilters(document.getElementById('filters'), { choices, change });
const navigation = mountNavigation(document.getElementById('navigation'));

/** @type {import('./view.js').View} */
let view = parseView(location.hash);
let reports = null;
let running = new AbortController();

/** Shows another view, and writes it into the address. */
function change(changes) {
  view = parseView(formatView({ ...view, ...changes }));
  history.pushState(null, '', formatView(view));
  show();
}

/** Writes filters into the address; what is shown has them already. */
function keep(own) {
  view = { ...view, filters: { ...view.filters, ...own } };
  history.replaceState(null, '', formatView(view));
}

function offered() {
  return SECTIONS.filter((section) => section.reports.every((name) => reports.has(name)));
}

function show() {
  running.abort();
  running = new AbortController();
  if (!reports) {
    return;
  }
  const { signal } = running;
  const sections = offered();
  const section = sections.find(({ name }) => name === view.section) ?? sections[0];
  view = { ...view, section: section.name };
  history.replaceState(null, '', formatView(view));
  document.title = `${section.title} – Audit – Facematch`;
  const takes = section.takes ?? ((filter) => section.reports.some((name) => reports.takes(name, filter)));
  navigation.show(sections.filter(({ isHidden }) => !isHidden), view);
  document.getElementById('filters').hidden = Boolean(section.isHidden || section.isOfNow);
  filters.show(view, takes);
  frame.show(section, {
    view,
    signal,
    reports,
    takes,
    choices,
    page,
    change,
    keep,
    reload: show,
    signIn: () => askForToken(false),
    report: (name, own) => api.get(reports.path(name, view, own), signal),
    get: (path) => api.get(path, signal),
    send: (path, members) => {
      const { body, headers } = asBody(members);
      return api.send('POST', path, body, headers, signal);
    },
    remove: (path) => api.send('DELETE', path, undefined, {}, signal),
  });
}

/** Asks what there is for this token, and begins. */
async function begin() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  reports = null;
  lookFor('', null);
  choices.forget();
  const isSignedIn = session.isValid();
  main.hidden = true;
  welcome.hidden = isSignedIn;
  starting.hidden = !isSignedIn;
  document.getElementById('welcome-problem').replaceChildren();
  if (!isSignedIn) {
    return;
  }
  try {
    reports = createReports(await listOfReports(signal));
    main.hidden = false;
    starting.hidden = true;
    show();
    learnChoices();
  } catch (e) {
    if (!signal.aborted && e.name !== 'AbortError') {
      welcome.hidden = false;
      starting.hidden = true;
      document.getElementById('welcome-problem').replaceChildren(errorCard(e, { reload: begin, signIn: () => askForToken(false) }));
    }
  }
}

/** Exports in the background are listed like a report where the server makes them, and who looked where the token allows it. */
async function listOfReports(signal) {
  const [reportList, exportList] = await Promise.all([known('v1/audit/reports', signal), known('v1/audit/exports?limit=1', signal)]);
  const others = [exportList && 'exports', session.current()?.scopes.includes(ADMIN) && 'access'].filter(Boolean);
  return { items: [...(reportList?.items ?? []), ...others.map((name) => ({ name, parameters: [] }))] };
}

/** Null where the server has no such address: without reports there still are outcomes. */
async function known(path, signal) {
  try {
    return await api.get(path, signal);
  } catch (e) {
    if (e.status === 404) {
      return null;
    }
    throw e;
  }
}

/** Once for each sign-in: which clients and models there are to choose from. */
async function learnChoices() {
  const [usage, models] = await Promise.all([
    reports.has('usage') ? api.peek(reports.path('usage', { ...view, ...YEAR_AGO, filters: {} })) : null,
    api.peek('v1/models'),
  ]);
  choices.add('client', (usage?.rows ?? []).map(({ client }) => client));
  choices.add('model', (models?.items ?? []).filter(({ task }) => task === 'embedder').map(({ id }) => id));
}

window.addEventListener('hashchange', () => {
  view = parseView(location.hash);
  show();
});
session.addEventListener('change', begin);
mountSession(document.getElementById('session'), document.getElementById('sign-in-problem'));
document.getElementById('welcome-sign-in').append(el('button', { type: 'button', class: 'button primary', text: 'Sign in', onclick: () => askForToken(session.current() !== null) }));
begin();
