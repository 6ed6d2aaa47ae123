import { expect } from 'chai';
import { exitCodes } from '../../runner/errors';
import { scenarioFiles } from '../scenarios/scenario-files';
import { headlinesOf, pageOf, tablesBelow } from './pages';

const page = pageOf('docs/troubleshooting.md');
const headlines = headlinesOf(page.text);

/** What the scenarios hold: each of these words is in the log of a run. */
const told = scenarioFiles().map(({ scenario }) => scenario.expected);
const causes = new Set(told.flatMap(({ cause }) => cause ?? []));
const words = [...causes, ...told.flatMap((expected) => expected.words ?? [])];

const parts = ['The image', 'The application', 'What the tasks need to start', 'The deployment itself'];
const symptoms = parts
  .flatMap((part) => tablesBelow(page, part))
  .flatMap(({ rows }) => rows)
  .map(([symptom = '']) => symptom.replace(/^`(.*)`$/, '$1'));

/** A test's own text, of which nothing general is to be said. */
const isInvented = (cause: string) => cause.startsWith('FluxCapacitorError');
/** Exit codes are any number to the page. */
const withoutCode = (text: string) =>
  text.replace(/(exited with code) [1-9]$/, '$1 N').replace(/^container web /, '');

describe('the page for those whose job is red', () => {
  it('has a section for every verdict, in the order of the exit codes', () => {
    const byCode = Object.entries(exitCodes).toSorted(([, one], [, other]) => one - other);
    expect(headlines.filter((headline) => headline.startsWith('Exit '))).to.deep.equal([
      ...byCode.map(([verdict, code]) => `Exit ${code}: ${verdict}`),
      'Exit 130 and 143: cancelled',
    ]);
  });

  it('quotes only what a log really says', () => {
    const invented = symptoms.filter((symptom) => !words.some((word) => word.includes(symptom)));
    expect(invented).to.deep.equal([]);
  });

  it('speaks of every cause that the runner tells apart', () => {
    const isTold = (cause: string) =>
      symptoms.some(
        (symptom) => symptom.includes(cause) || withoutCode(cause).includes(withoutCode(symptom)),
      );
    const missing = [...causes].filter((cause) => !isInvented(cause) && !isTold(cause));
    expect(missing).to.deep.equal([]);
  });
});
