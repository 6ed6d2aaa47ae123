import { html } from 'hono/html';
import { wrapped } from '../../runner/log/wrapped';

const columns = 100;
const [lineHeight, columnWidth, padding] = [18, 7.83, 16];

/** What GitLab's log parser looks for; nobody sees it. */
const sectionMarker = /\u001b\[0Ksection_(?:start|end):\d+:[\w.-]+\r\u001b\[0K\n?/g;
/** The runner styles whole lines. */
const styledLine = /^\u001b\[(\d+)m(.*?)\u001b\[\d+m$/;

const classes: Readonly<Record<string, string>> = { 1: 'bold', 31: 'bad', 32: 'good', 33: 'warn' };

const style = `text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#1f2328}
.back{fill:#f6f8fa;stroke:#d0d7de}.bold{font-weight:700}.bad{fill:#b3261e}.good{fill:#116a34}.warn{fill:#8a5200}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.back{fill:#0d1117;stroke:#30363d}.bad{fill:#ff8a80}.good{fill:#6fdc8c}.warn{fill:#f2c14e}}`;

/** A job log as GitLab shows it, 100 columns wide, for light and dark pages. */
export async function jobPicture(log: string, title: string): Promise<string> {
  const lines = log.replaceAll(sectionMarker, '').trimEnd().split('\n').flatMap(rowsOf);
  const width = Math.ceil(columns * columnWidth) + 2 * padding;
  const height = lines.length * lineHeight + 2 * padding;
  const rows = lines.map(
    ({ name, text }, index) =>
      html`<text x="${padding}" y="${padding + 13 + index * lineHeight}" class="${name}">${text}</text> `,
  );
  const picture = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
  >
    <title>${title}</title>
    <style>
      ${style.replaceAll('"', "'")}
    </style>
    <rect class="back" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" />
    ${rows}
  </svg> `;
  return (await picture).toString();
}

function rowsOf(line: string): readonly { readonly name: string; readonly text: string }[] {
  const [, code = '', text = line] = styledLine.exec(line) ?? [];
  return wrapped(text, columns).map((row) => ({
    name: classes[code] ?? 'plain',
    text: row.length > columns ? `${row.slice(0, columns - 1)}…` : row,
  }));
}
