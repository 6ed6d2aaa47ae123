import { styleText } from 'node:util';
import type { Clock } from '../clock';
import { plainText } from './plain-text';
import { growingRedactor, type Redactor } from './redact';
import { wrapped } from './wrapped';

/** One line, or lines. Whatever is in a line stays in it. */
type Text = string | readonly string[];

/**
 * The job log: what the developer reads. Nothing else writes to the streams of a run, so this is the one place where
 * texts of others become data (`plainText`), lose the job's secrets, are cut and wrapped. Colours and section markers come
 * after.
 */
export interface JobLog extends Redactor {
  line(text: Text): void;
  /** Something the reader should know, though the run goes on; the same is told once. */
  warning(text: string): void;
  /** A warning that the report at the end repeats: nobody may miss it. */
  reminder(text: string): void;
  readonly reminders: readonly string[];
  /** The same as a warning, where the line says by itself what it is. */
  highlight(text: Text): void;
  /** What went wrong; goes to stderr. */
  error(text: Text): void;
  /** The last lines of a run, each in a colour of its own. */
  report(text: Text, options: { readonly isError: boolean; readonly styleOf: (line: string) => Style }): void;
  /** A section that can be folded in GitLab's job log, a headline elsewhere. `name`: letters, digits, `_.-`. */
  section<T>(name: string, header: string, body: () => Promise<T>): Promise<T>;
  /** The same log, whose lines begin with this: for one of several things that go on at once. */
  labelled(label: string): JobLog;
  /** What a command was asked for, as opposed to what it says of itself: in full length, and always on stdout. */
  document(lines: readonly string[]): void;
}

/** In characters. */
export const longestLine = 4_000;

interface Options {
  /** Where documents go. */
  readonly stdout: NodeJS.WritableStream;
  /** Where lines go: the standard output, unless a document does. */
  readonly lines: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly clock: Clock;
  /** GitLab's job log renders colours though it is no terminal. */
  readonly colours: boolean;
  /** Columns of the terminal; undefined where nobody needs lines broken, as in GitLab's job log. */
  readonly width?: number | undefined;
  /** Whether GitLab's section markers are written. */
  readonly sections: boolean;
  readonly secrets: readonly string[];
}

export type Style = Parameters<typeof styleText>[0] | undefined;

type StyleOf = (line: string) => Style;
const plain: StyleOf = () => undefined;
const yellow: StyleOf = () => 'yellow';

export function jobLog(options: Options): JobLog {
  const { stdout, lines, stderr, clock, colours, sections, width } = options;
  const redactor = growingRedactor(options.secrets);
  const writer = (label: string) => (stream: NodeJS.WritableStream, text: Text, style: StyleOf) => {
    for (const line of linesOf(text, redactor).map((one) => cut(label + one)))
      for (const row of wrapped(line, width)) stream.write(`${colours ? styled(row, style(line)) : row}\n`);
  };
  const marker = (kind: 'start' | 'end', name: string, end: string) =>
    sections && lines.write(markerOf(kind, name, clock) + end);
  const warned = new Set<string>();
  const reminders: string[] = [];
  const labelled = (label: string): JobLog => {
    const write = writer(label);
    const warning = (text: string) => {
      if (!warned.has(label + text)) write(lines, `warning: ${text}`, yellow);
      warned.add(label + text);
    };
    return {
      ...redactor,
      line: (text) => write(lines, text, plain),
      warning,
      reminder(text) {
        warning(text);
        reminders.push(text);
      },
      reminders,
      highlight: (text) => write(lines, text, yellow),
      error: (text) => write(stderr, text, () => 'red'),
      report: (text, { isError, styleOf }) => write(isError ? stderr : lines, text, styleOf),
      section(name, header, body) {
        marker('start', name, '');
        write(lines, header, () => 'bold');
        return body().finally(() => marker('end', name, '\n'));
      },
      labelled,
      document: (text) => void stdout.write(linesOf(text, redactor).join('\n') + '\n'),
    };
  };
  return labelled('');
}

/** What GitLab's log parser looks for, with \x1b[0K and \r. */
function markerOf(kind: 'start' | 'end', name: string, clock: Clock): string {
  return `\x1b[0Ksection_${kind}:${Math.floor(clock.now() / 1000)}:${name}\r\x1b[0K`;
}

/** Secrets are looked for in the whole text: a value can stand across lines that were wrapped. */
function linesOf(text: Text, { redact }: Redactor): string[] {
  if (text.length === 0 && text !== '') return [];
  return redact([text].flat().map(plainText).join('\n')).split('\n');
}

function styled(line: string, style: Style): string {
  return style && line ? styleText(style, line, { validateStream: false }) : line;
}

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}...` : line;
}
