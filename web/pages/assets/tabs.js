/** The three tabs and their addresses: #overview, #documentation, #playground; #documentation/azakaw goes to a section. */

const tabs = [...document.querySelectorAll('[role=tab]')];
const names = tabs.map((tab) => tab.hash.slice(1));

/** @param {(name: string) => void} onShown */
export function mountTabs(onShown) {
  const follow = () => show(location.hash.slice(1), onShown);
  for (const tab of tabs) {
    tab.addEventListener('keydown', onKey);
  }
  window.addEventListener('hashchange', follow);
  follow();
}

function show(route, onShown) {
  const [wanted, section] = route.split('/');
  const name = names.includes(wanted) ? wanted : names[0];
  tabs.forEach((tab, i) => {
    const selected = names[i] === name;
    tab.setAttribute('aria-selected', String(selected));
    tab.tabIndex = selected ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !selected;
  });
  document.title = `${tabs[names.indexOf(name)].textContent.trim()} – Facematch`;
  onShown(name);
  const target = section && document.getElementById(`${name}-${section}`);
  if (target) {
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  } else {
    window.scrollTo(0, 0);
  }
}

function onKey(e) {
  const at = tabs.indexOf(e.currentTarget);
  const next = {
    ArrowRight: (at + 1) % tabs.length,
    ArrowLeft: (at + tabs.length - 1) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
    ' ': at,
  }[e.key];
  if (next !== undefined && !e.ctrlKey && !e.altKey && !e.metaKey) {
    e.preventDefault();
    tabs[next].focus();
    location.hash = tabs[next].hash;
  }
}
