import { styleText } from 'node:util';
import type { Clock } from '../clock';

/** The job log: what the developer reads. Every line passes the redactor, the build's own output too. */
export interface JobLog {
  /** One plain line; a text of several lines becomes several. */
  line(text: string): void;
  /** Something the reader should know, though the run goes on; the same is told once. */
  warning(text: string): void;
  /** The same, where the line says by itself what it is. */
  highlight(text: string): void;
  /** Without the job's secrets, as every line of this log is: for a text that is to be cut before it is written. */
  redact(text: string): string;
  /** What went wrong; goes to stderr. */
  error(text: string): void;
  /** A good end. */
  success(text: string): void;
  /** A section that can be folded in GitLab's job log, a headline elsewhere. `name`: letters, digits, `_.-`. */
  section<T>(name: string, header: string, body: () => Promise<T>): Promise<T>;
}

interface Options {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly clock: Clock;
  /** GitLab's job log renders colours though it is no terminal. */
  readonly colours: boolean;
  /** Whether GitLab's section markers are written. */
  readonly sections: boolean;
  readonly redact: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];

export function jobLog({ stdout, stderr, clock, colours, sections, redact }: Options): JobLog {
  const styled = (style: Style, text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  const write = (stream: NodeJS.WritableStream, text: string, style?: Style) => {
    for (const line of redact(text).split('\n')) {
      stream.write((style && line ? styled(style, line) : line) + '\n');
    }
  };
  // \x1b[0K and \r are what GitLab's log parser looks for; without sections only the header is written.
  const marker = (kind: 'start' | 'end', name: string) =>
    `\x1b[0Ksection_${kind}:${Math.floor(clock.now() / 1000)}:${name}\r\x1b[0K`;
  const warned = new Set<string>();
  return {
    line: (text) => write(stdout, text),
    warning(text) {
      if (warned.has(text)) return;
      warned.add(text);
      write(stdout, `warning: ${text}`, 'yellow');
    },
    redact,
    highlight: (text) => write(stdout, text, 'yellow'),
    error: (text) => write(stderr, text, 'red'),
    success: (text) => write(stdout, text, 'green'),
    async section(name, header, body) {
      stdout.write((sections ? marker('start', name) : '') + styled('bold', redact(header)) + '\n');
      try {
        return await body();
      } finally {
        if (sections) stdout.write(marker('end', name) + '\n');
      }
    },
  };
}
