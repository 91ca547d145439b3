/** Which sections there are: links beside the section, or a list to choose from where the page is narrow. */
import { el } from '../dom.js';
import { replaceContent } from './parts.js';
import { formatView, ofSection } from './view.js';

/** @param {HTMLElement} place */
export function mountNavigation(place) {
  const links = el('ul', { class: 'navigation-links' });
  const select = el('select', { id: 'section-choice', onchange: () => (location.hash = select.value) });
  place.replaceChildren(links, el('label', { class: 'field navigation-choice' }, el('span', { class: 'visually-hidden', text: 'Section' }), select));

  return {
    /** @param {import('./sections.js').Section[]} sections @param {import('./view.js').View} view */
    show(sections, view) {
      const isHere = ({ name }) => name === view.section || (view.section === 'outcome' && name === 'outcomes');
      const address = ({ name }) => formatView(ofSection(view, name));
      replaceContent(
        links,
        sections.map((section) => el('li', {}, el('a', { href: address(section), 'aria-current': isHere(section) && 'page', 'data-section': section.name, text: section.title }))),
      );
      select.replaceChildren(...sections.map((section) => el('option', { value: address(section), selected: isHere(section), text: section.title })));
    },
  };
}
