import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { flattened, scenarios } from '../../ci/scenario-run';
import { examplesOf, renderedExample } from '../../docs/yaml-examples';
import { pages } from '../../docs/pages';
import { template } from '../downstream';
import { errorsOf } from './gitlab-schema';
import { pipelineOf, rendered, templateOf } from '../renderer';

const documentsOf = (text: string) =>
  parseAllDocuments(text, { version: '1.1', merge: true }).map((document) => document.toJS() as unknown);

const root = path.resolve(__dirname, '../../..');
const filesIn = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`);

describe("GitLab's published schema of pipelines", () => {
  it("takes the template's header", () => {
    const [header] = documentsOf(template);
    expect(header).to.have.property('spec');
    expect(errorsOf(header)).to.deep.equal([]);
  });

  const { options = [] } = templateOf(template).inputs.docker_service ?? {};
  for (const docker_service of options as readonly string[])
    it(`takes the template's body, with docker_service: ${docker_service}`, () => {
      expect(errorsOf(rendered(template, { docker_service }))).to.deep.equal([]);
    });

  for (const file of ['.gitlab-ci.yml', ...filesIn('.ci/component')])
    it(`takes ${file}`, () => {
      const [pipeline, ...others] = documentsOf(readFileSync(path.join(root, file), 'utf8'));
      expect(others).to.deep.equal([]);
      expect(errorsOf(pipeline)).to.deep.equal([]);
    });

  for (const file of filesIn('test/pipeline/examples'))
    it(`takes what the component makes of ${file}`, () => {
      expect(errorsOf(pipelineOf(readFileSync(path.join(root, file), 'utf8'), () => template))).to.deep.equal(
        [],
      );
    });

  for (const scenario of scenarios)
    it(`takes what the component makes of the scenario ${scenario}`, () => {
      expect(errorsOf(pipelineOf(flattened(scenario), () => template))).to.deep.equal([]);
    });

  for (const example of pages().flatMap(({ file }) => examplesOf(file)))
    it(`takes the example ${example.headline} (${example.page}), and what the component makes of it`, () => {
      expect(errorsOf(documentsOf(example.configuration)[0])).to.deep.equal([]);
      expect(errorsOf(renderedExample(example))).to.deep.equal([]);
    });

  it('refuses what GitLab refuses', () => {
    const job = { script: 'true', stage: 'build' };
    for (const wrong of [
      { retry: 5 },
      { artifacts: { reports: { dotenv: 1 } } },
      { when: 'later' },
      { retry: { max: 9 } },
    ])
      expect(errorsOf({ job: { ...job, ...wrong } }), JSON.stringify(wrong)).not.to.deep.equal([]);
    expect(errorsOf({ spec: { inputs: { a: { type: 'text' } } } })).not.to.deep.equal([]);
  });
});

describe("GitLab's guideline for components", () => {
  it('is kept: inputs in snake case, and no include of the newest version', () => {
    for (const name of Object.keys(templateOf(template).inputs)) expect(name).to.match(/^[a-z]+(_[a-z]+)*$/);
    for (const { file, text } of pages()) expect(text, file).not.to.match(/@(~?latest|main|master)\b/);
  });
});
