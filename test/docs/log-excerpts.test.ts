import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { likeAnyOther } from './like-any-other';
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
