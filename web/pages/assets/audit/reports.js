/** The reports of the API, asked for what a view shows. */
import { asParameters } from './period.js';
import { COMMON } from './view.js';

/** Of a report's parameters beyond the period. */
const FILTERS = new Set(COMMON);

/**
 * @param {{items: {name: string, parameters: {name: string}[]}[]}} list as the API tells which reports there are
 * @returns {{has: (name: string) => boolean, takes: (report: string, filter: string) => boolean, path: (report: string, view: object, own?: object) => string}}
 */
export function createReports(list) {
  const parameters = new Map(list.items.map((item) => [item.name, new Set((item.parameters ?? []).map(({ name }) => name))]));
  // Everybody's own tenant needs no parameter, and every report takes it.
  const takes = (report, filter) => filter === 'tenant' || (parameters.get(report)?.has(filter) ?? false);
  return {
    has: (name) => parameters.has(name),
    takes,

    /** @param {Record<string, string|number|undefined>} own parameters of this report */
    path(report, view, own = {}) {
      const query = new URLSearchParams(asParameters(view));
      for (const name of FILTERS) {
        if (view.filters[name] && takes(report, name)) {
          query.set(name, view.filters[name]);
        }
      }
      for (const [name, value] of Object.entries(own)) {
        if (value !== undefined && value !== null && value !== '') {
          query.set(name, String(value));
        }
      }
      return `v1/audit/reports/${report}?${query}`;
    },
  };
}
