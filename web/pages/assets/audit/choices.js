/** What the filters offer: clients, surfaces and models that the reports have told of. */
import { SURFACES } from './words.js';

/**
 * Its event "change" says that there is more to choose.
 *
 * @returns {EventTarget & {of: (name: string) => {value: string, label: string}[], add: (name: string, values: (string|undefined)[]) => void, forget: () => void}}
 */
export function createChoices() {
  const known = { client: new Set(), surface: new Set(Object.keys(SURFACES)), model: new Set() };
  return Object.assign(new EventTarget(), {
    of: (name) => [...known[name]].sort((a, b) => a.localeCompare(b)).map((value) => ({ value, label: name === 'surface' ? (SURFACES[value] ?? value) : value })),

    add(name, values) {
      const before = known[name].size;
      values.filter(Boolean).forEach((value) => known[name].add(value));
      if (known[name].size > before) {
        this.dispatchEvent(new Event('change'));
      }
    },

    /** Those of another tenant are not for this one. */
    forget() {
      known.client.clear();
      known.model.clear();
      this.dispatchEvent(new Event('change'));
    },
  });
}
