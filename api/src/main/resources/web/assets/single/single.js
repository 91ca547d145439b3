/** Single mode: one pair of photos. */

export function mount(container) {
  return { canRun: () => false, run: () => {}, shown: () => {} };
}
