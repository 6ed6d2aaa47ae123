import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pageOf, pages, root } from './pages';
import { logOf } from './stories';

/** Whoever changes what a log says runs the tests once with ECS_CD_UPDATE_README=1. */
const isUpdate = process.env['ECS_CD_UPDATE_README'] === '1';

/** `<!-- end of log: STORY -->` and a block; `whole log`; `log`: without what happens between the start and the end. */
const excerpt = /<!-- (whole |end of )?log: (.+?) -->\n```text\n[^]*?\n```\n/g;

const partOf = (log: string, part: string | undefined) => {
  if (part === 'whole ') return log;
  if (part === 'end of ') return endOf(log);
  const start = log.slice(0, log.search(/^\d\d:\d\d /m));
  return `${start}...\n\n${endOf(log)}`;
};

const endOf = (log: string) => {
  const lines = log.split('\n');
  const happened = lines.findLastIndex((line) => line.startsWith('happened '));
  // Problems, one by one, stand above it.
  const start = lines.slice(0, happened).findLastIndex((line) => !/^( |$)/.test(line)) + 1;
  return lines.slice(lines[start]?.startsWith('  ') ? start : happened).join('\n');
};

/** What no two runs have in common: an account like any other, and short names for what has long ones. */
function likeAnyOther(log: string): string {
  const counted = (pattern: RegExp, name: (count: number) => string) => (text: string) => {
    const seen = new Map<string, string>();
    return text.replace(pattern, (id: string) => {
      if (!seen.has(id)) seen.set(id, name(seen.size + 1));
      return seen.get(id) ?? id;
    });
  };
  return [
    (text: string) => text.replace(/^ecs-cd \S+/, 'ecs-cd 1.0.0'),
    (text: string) => text.replace(/^warning(?:: | {5})not AWS: .*\n/gm, ''),
    (text: string) =>
      text.replace(/127\.0\.0\.1:\d+(?=\/team)/g, '123456789012.dkr.ecr.eu-central-1.amazonaws.com'),
    (text: string) => text.replace(/http:\/\/127\.0\.0\.1:\d+\/\w*/g, 'https://staging.example.com/health'),
    (text: string) => text.replace(/sha256:([0-9a-f]{4})[0-9a-f]{60}/g, 'sha256:$1...'),
    counted(/\b[0-9a-f]{32}\b/g, (count) => String(count).repeat(4)),
    counted(/(?<=ecs-svc\/)\d+/g, (count) => String(count).repeat(4)),
    counted(/(?<=pushed )[\d-]{10} [\d:]{5}(?= UTC)/g, (count) => `2026-03-0${count} 10:00`),
    (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-03-01T10:00:00Z'),
  ].reduce((text, change) => change(text), log);
}

describe('a log that a page shows', () => {
  for (const { file, text } of pages()) {
    for (const [shown, part, fuzzCase = ''] of text.matchAll(excerpt)) {
      it(`is what the run prints: ${fuzzCase} (${file})`, async () => {
        const log = likeAnyOther(await logOf(fuzzCase));
        const lines = partOf(log, part).trimEnd().split('\n');
        const expected = `<!-- ${part ?? ''}log: ${fuzzCase} -->\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`;
        if (isUpdate)
          writeFileSync(
            path.join(root, file),
            pageOf(file).text.replace(shown, () => expected),
          );
        else expect(shown).to.equal(expected);
      });
    }
  }
});
