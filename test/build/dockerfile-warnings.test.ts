import { expect } from 'chai';
import { dockerfileWarningsOf } from '../../runner/build/dockerfile-warnings';

const member = (prefix: string) => (name: string) => ({
  ...{ name, variable: `ECS_CD_BUILD_${prefix}_${name}`, value: 'some value', isFile: false },
});
const warningsOf = (lines: readonly string[], given: readonly string[] = [], more = {}) =>
  dockerfileWarningsOf(lines.join('\n'), { args: given.map(member('ARG')), ...more });
/** The arguments that are said to be missing. */
const missing = (...all: Parameters<typeof warningsOf>) =>
  warningsOf(...all).map((warning) => /uses ARG (\w+)/.exec(warning)?.[1] ?? warning);

describe('an ARG without a default that nobody gives', () => {
  for (const [what, lines] of [
    ['an instruction names', ['FROM a', 'ARG X', 'ENV Y=$X']],
    ['a RUN names', ['FROM a', 'ARG X', 'RUN \\', '  echo "${X}"']],
    ['programs of a later RUN can see', ['FROM a', 'ARG X', 'RUN npm run build']],
    ['a FROM names', ['ARG X', 'FROM a:$X']],
    ['a stage takes over from before the first FROM', ['ARG X', 'FROM a', 'ARG X', 'RUN build']],
    ['stands among others, in quotes', ['FROM a', 'ARG A="b c" "X" D=1', 'RUN build']],
    ['has to be there', ['FROM a', 'ARG X', 'RUN echo ${X:?is needed}']],
    ['a heredoc uses', ['FROM a', 'ARG X', 'RUN <<EOF', 'FROM b', 'echo $X', 'EOF']],
    ['comes with another escape', ['# escape=`', 'FROM a', 'ARG X', 'COPY a C:\\', 'RUN echo `', '  $X']],
    ['a step behind an indented first one uses', ['', '  ARG V=1 W=$X', 'ARG X', 'FROM a:$X']],
    ['a stage inherits', ['FROM a AS base', 'ARG X', 'FROM base', 'RUN echo $X']],
    [
      'the ONBUILD of a stage declares for one that starts from it',
      ['FROM a AS base', 'ONBUILD ARG X', 'ONBUILD RUN echo $X', 'FROM base', 'CMD ["run"]'],
    ],
    [
      'a stage uses that is copied from',
      ['FROM a AS b', 'ARG X', 'RUN echo $X', 'FROM c', 'COPY --from=b / /'],
    ],
  ] as const) {
    it(`and that ${what} is missing`, () => {
      expect(missing(lines)).to.deep.equal(['X']);
      expect(missing(lines, ['X'])).to.deep.equal([]);
    });
  }

  for (const [what, lines] of [
    ['has a default', ['FROM a', 'ARG X=1', 'RUN echo $X']],
    ['has its default from before the first FROM', ['ARG X=1', 'FROM a', 'ARG X', 'RUN echo $X']],
    ['has one wherever it is used', ['FROM a', 'ARG X', 'RUN echo ${X:-1}']],
    ['is used nowhere', ['FROM a', 'RUN build', 'ARG X', 'CMD ["run"]']],
    ['is in a comment', ['FROM a', '# ARG X', 'RUN echo $X']],
    ['is what somebody meant as a comment', ['FROM a', 'ARG V=1 # the version', 'RUN build']],
    ['is a word of a default', ['FROM a', 'ARG V=b\\ c', 'RUN build']],
    ['every build has', ['FROM a', 'ARG HTTPS_PROXY', 'ARG TARGETARCH', 'RUN echo $TARGETARCH']],
    ['is in a stage that is not built', ['FROM a AS other', 'ARG X', 'RUN echo $X', 'FROM b']],
    ['is declared by ONBUILD for other builds', ['FROM a', 'ONBUILD ARG X', 'RUN echo $X']],
    ['is used by ONBUILD in other builds', ['FROM a', 'RUN build', 'ARG X', 'ONBUILD RUN echo $X']],
    ['has a default of its own in an ONBUILD', ['FROM a AS b', 'ONBUILD ARG X=1', 'FROM b', 'RUN echo $X']],
    ['is in another language', ['# syntax=example/other:1', 'FROM a', 'ARG X', 'RUN echo $X']],
  ] as const)
    it(`is not missing where it ${what}`, () => expect(missing(lines)).to.deep.equal([]));

  it('is found in no time in a Dockerfile that a program has written', () => {
    const lines = ['FROM a', ...Array.from({ length: 500 }, () => ['ARG X', 'RUN echo $X']).flat()];
    const start = performance.now();
    expect(missing(lines)).to.deep.equal(['X']);
    expect(performance.now() - start).to.be.below(5_000);
  });

  it('is looked for in what the target is made from', () => {
    const lines = ['FROM a AS one', 'ARG X', 'RUN echo $X', 'FROM b AS two', 'ARG Y', 'RUN echo $Y'];
    expect(missing(lines, [], { target: 'One' })).to.deep.equal(['X']);
    expect(missing(lines, [], { target: '1' })).to.deep.equal(['Y']);
  });
});

describe('a build argument that image history and logs show', () => {
  it('is warned of where it looks like a secret, by its name', () => {
    const lines = ['FROM a', 'ARG NPM_TOKEN', 'ARG NEXT_PUBLIC_KEY', 'ARG AUTHOR', 'RUN x'];
    const [warning, ...others] = warningsOf(lines, ['NPM_TOKEN', 'NEXT_PUBLIC_KEY', 'AUTHOR']);
    expect(warning)
      .to.contain('ECS_CD_BUILD_ARG_NPM_TOKEN')
      .and.contain('name it ECS_CD_BUILD_SECRET_NPM_TOKEN');
    expect(others).to.deep.equal([]);
  });
});
