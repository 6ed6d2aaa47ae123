import { expect } from 'chai';
import { downstream, template } from '../downstream';
import { pipelineOf, rendered, templateOf } from '../renderer';

describe('the template, included,', () => {
  it('serves the file of the README as it stands', () => {
    const concrete = Object.keys(pipelineOf(downstream, () => template)).filter(
      (name) => !name.startsWith('.'),
    );
    expect(concrete).to.have.members(['ecs-build', 'deploy staging', 'deploy production']);
  });

  it('brings one job that runs, the build, and hidden ones to extend', () => {
    expect(Object.keys(rendered(template)).filter((name) => !name.startsWith('.'))).to.deep.equal([
      'ecs-build',
    ]);
  });

  it('touches nothing outside its own jobs: no default, no stages, no variables, no workflow', () => {
    const names = Object.keys(rendered(template, { prefix: 'shop' }));
    expect(names.filter((name) => !/^\.?shop-/.test(name))).to.deep.equal([]);
  });

  it('can be included twice: two prefixes share no job, not even a hidden one', () => {
    const [api, web] = ['api', 'web'].map((prefix) => Object.keys(rendered(template, { prefix })));
    expect(api!.filter((name) => web!.includes(name))).to.deep.equal([]);
  });

  it('works in every kind of include: it asks for no component context', () => {
    expect(() => templateOf(template)).not.to.throw();
    expect(template).not.to.match(/\$\[\[\s*component\./);
  });
});
