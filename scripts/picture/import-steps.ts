/**
 * docs/images/import.svg: the six steps of the import as plain drawings, not as screenshots. They say where to click, not how
 * Tag Manager looks. What has a number is clicked or filled in, in this order; the rest stands there to be recognised.
 */

/** What the drawings take from the template. */
export interface Names {
  /** Of the template, as the list of tag types shows it. */
  template: string;
  /** Of the first fields, in the order of the form. */
  fields: readonly string[];
}

const WIDTH = 340;
const HEIGHT = 190;
const GAP = 16;
const COLUMNS = 2;
const GREY = '#94a3b8';
const DARK = '#1e293b';
const AMBER = '#b45309';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const text = (x: number, y: number, words: string, colour = DARK, weight = 'normal'): string =>
  `<text x="${x}" y="${y}" fill="${colour}" font-weight="${weight}">${escaped(words)}</text>`;

const box = (x: number, y: number, width: number, height: number, colour = GREY): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="white" stroke="${colour}" stroke-width="1.5"/>`;

/** The number of a click. */
const mark = (x: number, y: number, n: number): string =>
  `<circle cx="${x}" cy="${y}" r="9" fill="${AMBER}"/><text x="${x}" y="${y + 4}" fill="white" text-anchor="middle">${n}</text>`;

const button = (x: number, y: number, width: number, words: string, n?: number): string =>
  box(x, y, width, 24, n ? AMBER : GREY) +
  text(x + 8, y + 16, words, n ? DARK : GREY) +
  (n ? mark(x + width, y, n) : '');

/** The menu at the left, with one entry to click. */
const menu = (clicked: string): string => {
  const entries = ['Tags', 'Triggers', 'Variables', 'Clients', 'Templates'].map((entry, i) => {
    const y = 58 + i * 24;
    return entry === clicked ? text(20, y, entry) + mark(96, y - 4, 1) : text(20, y, entry, GREY);
  });
  return [...entries, `<path d="M112 36V178" stroke="${GREY}"/>`].join('');
};

interface Step {
  title: string;
  drawing: string;
}

/** In the order of docs/setup.md, Import the template. */
const steps = ({ template, fields }: Names): Step[] => [
  {
    title: 'Download template.tpl',
    drawing:
      `<path d="M140 50h46l16 16v66h-62z" fill="white" stroke="${AMBER}" stroke-width="1.5"/>` +
      `<path d="M171 74v36m-12-12 12 12 12-12" fill="none" stroke="${AMBER}" stroke-width="3"/>` +
      text(134, 156, 'template.tpl'),
  },
  {
    title: 'Server container: Templates, New',
    drawing:
      menu('Templates') +
      box(132, 50, 192, 90) +
      text(144, 76, 'Tag Templates') +
      button(256, 60, 56, 'New', 2),
  },
  {
    title: 'Three dots, Import, then Save',
    drawing:
      box(16, 44, 308, 34) +
      text(28, 66, 'Template editor', GREY) +
      button(196, 49, 60, 'Save', 3) +
      [0, 1, 2].map((i) => `<circle cx="288" cy="${55 + i * 6}" r="2" fill="${DARK}"/>`).join('') +
      mark(306, 61, 1) +
      box(210, 86, 96, 76) +
      text(222, 110, 'Import') +
      mark(290, 106, 2) +
      text(222, 144, 'Export', GREY),
  },
  {
    title: 'Tags, New, choose the type',
    drawing:
      menu('Tags') +
      button(132, 44, 56, 'New', 2) +
      box(122, 84, 206, 60) +
      text(130, 110, template) +
      mark(328, 84, 3),
  },
  {
    title: 'Fill in the fields',
    drawing: fields
      .slice(0, 3)
      .map(
        (field, i) =>
          text(20, 62 + i * 44, field) + box(20, 68 + i * 44, 290, 20, AMBER) + mark(310, 68 + i * 44, i + 1),
      )
      .join(''),
  },
  {
    title: 'Trigger, Preview, then Submit',
    drawing:
      box(16, 94, 308, 72, AMBER) +
      text(28, 118, 'Triggering') +
      text(28, 146, 'Some events, or all', GREY) +
      mark(324, 94, 1) +
      button(132, 44, 78, 'Preview', 2) +
      button(236, 44, 74, 'Submit', 3),
  },
];

/** The picture as SVG. It loads nothing and needs no font of its own. */
export function importSteps(names: Names): string {
  const drawn = steps(names);
  const rows = Math.ceil(drawn.length / COLUMNS);
  const width = COLUMNS * (WIDTH + GAP) + GAP;
  const height = rows * (HEIGHT + GAP) + GAP;
  const panels = drawn.map(({ title, drawing }, i) => {
    const x = GAP + (i % COLUMNS) * (WIDTH + GAP);
    const y = GAP + Math.floor(i / COLUMNS) * (HEIGHT + GAP);
    return [
      `<g transform="translate(${x} ${y})">`,
      `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#f8fafc" stroke="#cbd5e1"/>`,
      text(14, 24, `${i + 1}. ${title}`, DARK, 'bold'),
      drawing,
      '</g>',
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="13">`,
    `<title>${escaped(drawn.map(({ title }, i) => `${i + 1}. ${title}`).join('; '))}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...panels,
    '</svg>\n',
  ].join('\n');
}
