/** Builds elements, and does the few other things that every module does with the page. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. Properties that start with "on" are listeners, "text" is its text, the rest are
 * attributes; false, null and undefined leave an attribute out, true sets it empty.
 *
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, properties = {}, ...children) {
  return build(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

function build(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'text') {
      element.textContent = value;
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One of the icons that index.html defines; always beside words or an aria-label. */
export function icon(name) {
  return svg('svg', { class: 'icon', 'aria-hidden': 'true', focusable: 'false' }, svg('use', { href: `#icon-${name}` }));
}

/** A button that copies what `text` returns, and says so. */
export function copyButton(text, label = 'Copy') {
  const words = el('span', { text: label });
  const button = el('button', { type: 'button', class: 'button quiet small' }, icon('copy'), words);
  button.addEventListener('click', async () => {
    words.textContent = (await copy(text())) ? 'Copied' : 'Press Ctrl+C';
    button.addEventListener('blur', () => (words.textContent = label), { once: true });
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or a page that came without TLS
  }
}

/** Hands a blob to the browser as a download. */
export function save(blob, filename) {
  const address = URL.createObjectURL(blob);
  const link = el('a', { href: address, download: filename });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
