import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { pageOf } from '../../../runner/report/page/page';
import { skipWithout } from '../../ci/needed-programs';
import { reportOfScenario, withTexts } from './reported';

/** What a page shows of itself in a frame that is 400 pixels wide. */
interface Shown {
  readonly width: number;
  readonly unreachable: readonly string[];
  readonly reached: number;
  readonly opened: number;
}

const scenarios = ['causes/crash', 'endings/canary', 'traps/rollback-fails', 'traps/slow-but-healthy'];

/** One page in a frame each; a browser is started once for all. */
const harness = `<!doctype html>${scenarios.map((name) => `<iframe src="/${name}" width="400" height="800"></iframe>`).join('')}
<pre id="shown"></pre><script>
const shownOf = (page) => {
  const closed = [...page.querySelectorAll('details:not([open]) > summary')];
  closed.forEach((each) => each.click());
  const opened = closed.filter((each) => each.parentElement.open).length;
  const all = [...page.querySelectorAll('a[href], summary, [tabindex]')].filter((each) => each.getClientRects().length);
  const unreachable = all.filter((each) => (each.focus(), page.activeElement !== each)).map((each) => each.outerHTML.slice(0, 80));
  return { width: page.documentElement.scrollWidth, unreachable, reached: all.length - unreachable.length, opened };
};
onload = () => {
  const pages = [...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument);
  document.getElementById('shown').textContent = JSON.stringify(pages.map(shownOf));
};
</script>`;

const hostile = (origin: string) =>
  `</title></style></pre>"><img src="${origin}/hit"><script src="${origin}/hit"></script><svg onload="fetch('${origin}/hit')">`;

describe('the page of a report, in a browser', () => {
  let server: Server | undefined;
  let origin: string;
  /** By path. */
  const served: Record<string, string> = { '/harness': harness };
  let hits = 0;
  before(async function () {
    await skipWithout(this, 'chromium');
    const own = createServer(({ url }, response) => {
      if (url === '/hit') hits += 1;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(served[url ?? ''] ?? '');
    });
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    server = own;
    origin = `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
  });
  after(() => server?.close());

  async function look(path: string): Promise<string> {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    const { stdout } = await promisify(execFile)(
      'chromium',
      [...flags, '--virtual-time-budget=3000', '--enable-logging=stderr', '--dump-dom', origin + path],
      { maxBuffer: 1e8, timeout: 60_000 },
    );
    return stdout;
  }

  it('asks for nothing and runs nothing, whatever a text says', async () => {
    const { json } = await reportOfScenario('causes/crash');
    served['/page'] = hostile(origin);
    await look('/page');
    expect(hits, 'the texts are no danger').to.be.above(0);
    hits = 0;
    served['/page'] = await pageOf(withTexts(json, hostile(origin)));
    expect(await look('/page')).to.contain('&lt;script');
    expect(hits).to.equal(0);
  });

  it('fits into 400 pixels, and the keyboard reaches all of it', async () => {
    for (const name of scenarios) served[`/${name}`] = (await reportOfScenario(name)).html;
    const [, text = '[]'] = /<pre id="shown">(.*?)<\/pre>/.exec(await look('/harness')) ?? [];
    const shown = JSON.parse(text) as readonly Shown[];
    expect(shown).to.have.length(scenarios.length);
    for (const [index, { width, unreachable, reached, opened }] of shown.entries()) {
      expect(width, scenarios[index]).to.be.at.most(400);
      expect(unreachable, scenarios[index]).to.deep.equal([]);
      expect(reached, scenarios[index]).to.be.above(3);
      expect(opened, scenarios[index]).to.be.above(0);
    }
  });
});
