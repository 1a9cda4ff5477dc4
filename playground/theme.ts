/** Light and dark: the system's choice unless a person makes another, which the browser remembers where it may. */

const KEY = 'playground-colours';

export function setUpTheme(select: HTMLSelectElement): void {
  const apply = (theme: string): void => {
    if (theme === '') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  select.value = remembered();
  apply(select.value);
  select.addEventListener('change', () => {
    apply(select.value);
    try {
      localStorage.setItem(KEY, select.value);
    } catch {
      // Storage is switched off: the choice lasts as long as the page.
    }
  });
}

function remembered(): string {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : '';
  } catch {
    return '';
  }
}
