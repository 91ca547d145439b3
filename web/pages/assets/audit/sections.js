/** All sections, in the order of the navigation. */
import { access } from './sections/access.js';
import { exportsSection } from './sections/exports.js';
import { failures } from './sections/failures.js';
import { latency } from './sections/latency.js';
import { drift } from './sections/drift.js';
import { borderline } from './sections/borderline.js';
import { outcome } from './sections/outcome.js';
import { outcomes } from './sections/outcomes.js';
import { overview } from './sections/overview.js';
import { proofState } from './sections/proof-state.js';
import { similarity } from './sections/similarity.js';
import { accuracy, jobs, repeats, retention, usage } from './sections/tables.js';

/**
 * @typedef {object} Context what a section is given
 * @property {import('./view.js').View} view
 * @property {AbortSignal} signal of the view: aborted once another one is shown
 * @property {(name: string, own?: object) => Promise<object>} report asks for a report of this view
 * @property {(path: string) => Promise<any>} get
 * @property {(path: string, body: object) => Promise<any>} send POSTs JSON
 * @property {(change: Partial<import('./view.js').View>) => void} change shows another view
 * @property {(filters: Record<string, string>) => void} keep writes filters into the address, without loading anything
 * @property {() => void} reload
 * @property {object} choices
 * @property {{api: object, announce: (text: string) => void}} page
 *
 * @typedef {object} Section
 * @property {string} name in the address
 * @property {string} title
 * @property {string} [lead] what it is about
 * @property {string[]} reports that it needs: without one of them it is not offered
 * @property {boolean} [isHidden] not in the navigation
 * @property {boolean} [isOfNow] it knows no period and no filter
 * @property {(filter: string) => boolean} [takes] which filters it can use, when its reports do not tell
 * @property {(view: object) => {report: string, own?: object}} [exported] which report its CSV is
 * @property {(ctx: Context) => Promise<any>} load
 * @property {(loaded: any, ctx: Context) => (Node|string|false|undefined)[]} render
 * @property {(ctx: Context) => Node} [controls] what stands above the results whatever becomes of them
 */

/** @type {Section[]} */
export const SECTIONS = [overview, outcomes, failures, latency, similarity, borderline, drift, repeats, jobs, usage, accuracy, exportsSection, retention, access, proofState, outcome];
