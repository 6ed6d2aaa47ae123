import { expect } from 'chai';
import { pipelineOf, rendered } from './renderer';

const component = (inputs: string, body: string) => `spec:\n  inputs:\n${inputs}\n---\n${body}\n`;
const name = '    name: { default: shop }';

describe('the renderer', () => {
  describe('refuses what GitLab 17.0 refuses', () => {
    const refusals: readonly (readonly [string, () => unknown, string])[] = [
      [
        'an unknown input',
        () => rendered(component(name, 'a: b'), { nmae: 'x' }),
        'unknown input arguments: nmae',
      ],
      [
        'a missing input without a default',
        () => rendered(component('    name:\n      description: Name.', 'a: b')),
        '`name` input: required value has not been provided',
      ],
      [
        'a value of another type',
        () => rendered(component('    count: { type: number, default: 1 }', 'a: b'), { count: '2' }),
        '`count` input: provided value is not a number',
      ],
      [
        'a text that does not match the pattern',
        () => rendered(component('    name: { default: shop, regex: "^[a-z]+$" }', 'a: b'), { name: 'A' }),
        'does not match required RegEx pattern',
      ],
      [
        'a default that does not match its own pattern',
        () => rendered(component('    name: { default: A, regex: "^[a-z]+$" }', 'a: b'), { name: 'shop' }),
        'default value does not match',
      ],
      [
        'a pattern that RE2 does not know',
        () => rendered(component('    name: { default: shop, regex: (?!x) }', 'a: b')),
        'invalid regular expression',
      ],
      [
        'a value that is no option',
        () => rendered(component('    name: { default: a, options: [a, b] }', 'a: b'), { name: 'c' }),
        'not in the list of allowed options',
      ],
      [
        'options of a list',
        () => rendered(component('    names: { type: array, default: [], options: [a] }', 'a: b')),
        'Options can only be used with string and number inputs',
      ],
      [
        'rules of an input, which GitLab 18.7 brought',
        () => rendered(component('    name: { default: a, rules: [] }', 'a: b')),
        'unknown keys: rules',
      ],
      [
        'the component context',
        () => rendered(component(name, 'a: $[[ component.version ]]')),
        'unknown interpolation key: `component.version`',
      ],
      [
        'a header that asks for the component context',
        () => rendered('spec:\n  component: [version]\n  inputs:\n    name: { default: a }\n---\na: b\n'),
        'header:spec config contains unknown keys: component',
      ],
      [
        'an input that the header does not know',
        () => rendered(component(name, 'a: $[[ inputs.nmae ]]')),
        '`nmae`',
      ],
      ['functions', () => rendered(component(name, 'a: $[[ inputs.name | expand_vars ]]')), 'functions'],
      [
        'a job that extends nothing',
        () => pipelineOf('job: { extends: .base, script: [a] }', () => ''),
        'job: unknown keys in `extends` (.base)',
      ],
      [
        'jobs that extend each other',
        () => pipelineOf('a: { extends: b }\nb: { extends: a }', () => ''),
        'circular dependency',
      ],
    ];
    for (const [what, attempt, text] of refusals) {
      it(what, () => expect(attempt).to.throw(text));
    }
  });

  it('keeps the type of an input that is the whole value, and makes text of it within a text', () => {
    const source = component(
      '    list: { type: array, default: [{ if: $A }] }\n    count: { type: number, default: 2 }',
      'job:\n  rules: $[[ inputs.list ]]\n  max: $[[ inputs.count ]]\n  name: n-$[[inputs.count]]-$[[ inputs.count ]]',
    );
    expect(rendered(source)).to.deep.equal({ job: { rules: [{ if: '$A' }], max: 2, name: 'n-2-2' } });
  });

  it('interpolates names of jobs', () => {
    expect(rendered(component(name, '.$[[ inputs.name ]]-job: { script: [a] }'))).to.have.key('.shop-job');
  });

  it('reads YAML 1.1, in which off is a boolean', () => {
    const source = component('    rollback: { default: "on", options: ["on", "off"] }', 'a: b');
    const configuration = 'include:\n  - local: a.yml\n    inputs: { rollback: off }';
    expect(() => pipelineOf(configuration, () => source)).to.throw('provided value is not a string');
  });

  it('merges what is included before it resolves extends', () => {
    const source = component(
      name,
      '.base: { variables: { NAME: "$[[ inputs.name ]]" } }\n$[[ inputs.name ]]: { extends: .base }',
    );
    const configuration = `include:
  - { local: a.yml, inputs: { name: first } }
  - { local: a.yml, inputs: { name: second } }`;
    expect(pipelineOf(configuration, () => source)).to.deep.include({
      first: { variables: { NAME: 'second' } },
      second: { variables: { NAME: 'second' } },
    });
  });

  it('merges mappings, replaces lists and takes away what is null', () => {
    const configuration = `.base: { variables: { A: a }, script: [a, b], needs: [x] }
job: { extends: .base, variables: { B: b }, script: [c], needs: null }`;
    expect(pipelineOf(configuration, () => '').job).to.deep.equal({
      variables: { A: 'a', B: 'b' },
      script: ['c'],
    });
  });

  it('lets the including file win over what it includes', () => {
    const configuration = 'include: { local: a.yml }\nshop: { tags: [docker] }';
    const source = component(name, '$[[ inputs.name ]]: { tags: [small], script: [a] }');
    expect(pipelineOf(configuration, () => source).shop).to.deep.equal({
      tags: ['docker'],
      script: ['a'],
    });
  });
});
