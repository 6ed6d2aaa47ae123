import { expect } from 'chai';
import { type Gitlab, startGitlab } from './gitlab';
import { gitlabTexts } from './texts';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

describe('the simulated GitLab', () => {
  let gitlab: Gitlab;
  beforeEach(async () => {
    gitlab = await startGitlab();
  });
  afterEach(() => gitlab.close());

  const path = '/api/v4/projects/shop%2Fweb/variables';

  async function ask(method: string, url: string, body?: unknown, token = gitlab.token): Promise<Answer> {
    const response = await fetch(gitlab.url + url, {
      method,
      headers: { 'private-token': token, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text ? JSON.parse(text) : {}) as Answer['body'],
    };
  }
  const create = (body: unknown) => ask('POST', path, body);

  it('asks who it is, whether the token may, and what the role is, in this order', async () => {
    gitlab.addToken('expired', { state: 'expired' });
    gitlab.addToken('revoked', { state: 'revoked' });
    gitlab.addToken('reader', { scope: 'read_api' });
    gitlab.addToken('developer', { role: 'developer' });
    const variable = { key: 'A', value: 'b' };
    expect(await ask('GET', path, undefined, 'nobody')).to.deep.include({
      status: 401,
      body: { message: '401 Unauthorized' },
    });
    for (const state of ['expired', 'revoked'] as const) {
      const { status, body } = await ask('GET', path, undefined, state);
      expect({ status, ...body }).to.deep.equal({
        status: 401,
        error: 'invalid_token',
        error_description: gitlabTexts[state],
      });
    }
    expect((await ask('POST', path, variable, 'reader')).body).to.include({ error: 'insufficient_scope' });
    expect(await ask('GET', path, undefined, 'developer')).to.deep.include({
      status: 403,
      body: { message: '403 Forbidden' },
    });
  });

  it('knows its project by path and by ID, and no other', async () => {
    expect((await ask('GET', '/api/v4/projects/42/variables')).status).to.equal(200);
    expect((await ask('GET', path)).status).to.equal(200);
    expect(await ask('GET', '/api/v4/projects/43/variables')).to.deep.include({
      status: 404,
      body: { message: '404 Project Not Found' },
    });
  });

  it("answers a new variable with all that it has, GitLab's defaults included", async () => {
    expect(await create({ key: 'A', value: 'b' })).to.deep.include({
      status: 201,
      body: {
        variable_type: 'env_var',
        key: 'A',
        value: 'b',
        protected: false,
        masked: false,
        hidden: false,
        raw: false,
        environment_scope: '*',
        description: null,
      },
    });
  });

  it('takes a key once for each scope, and then wants to know which one is meant', async () => {
    await create({ key: 'A', value: 'b' });
    expect((await create({ key: 'A', value: 'c', environment_scope: 'staging' })).status).to.equal(201);
    expect(await create({ key: 'A', value: 'c' })).to.deep.include({
      status: 400,
      body: { message: { key: ['has already been taken'] } },
    });
    expect((await ask('GET', `${path}/A`)).status).to.equal(409);
    const scoped = `${path}/A?filter%5Benvironment_scope%5D=staging`;
    expect((await ask('PUT', scoped, { value: 'd' })).body).to.include({
      value: 'd',
      environment_scope: 'staging',
    });
    expect((await ask('DELETE', scoped)).status).to.equal(204);
    expect((await ask('GET', scoped)).status).to.equal(404);
    expect((await ask('GET', `${path}/A`)).body).to.include({ value: 'b', environment_scope: '*' });
  });

  it('masks only what can be masked, and more of it where it is raw', async () => {
    const invalid = { status: 400, body: { message: { value: ['is invalid'] } } };
    for (const value of ['short', 'has a space in it', 'has$reference']) {
      expect(await create({ key: 'A', value, masked: true }), value).to.deep.include(invalid);
    }
    expect((await create({ key: 'A', value: 'has$reference', masked: true, raw: true })).status).to.equal(
      201,
    );
    expect(await ask('PUT', `${path}/A`, { raw: false })).to.deep.include(invalid);
    expect(gitlab.project.find('A', null).raw, 'a refused change changes nothing').to.equal(true);
  });

  it('hides a value from everybody and for good', async () => {
    const { body } = await create({ key: 'A', value: 'a-long-secret', masked_and_hidden: true });
    expect(body).to.include({ value: null, masked: true, hidden: true });
    expect((await ask('GET', `${path}/A`)).body).to.include({ value: null });
    expect((await ask('PUT', `${path}/A`, { masked: true, value: 'another-secret' })).status).to.equal(200);
    expect(await ask('PUT', `${path}/A`, { masked: false })).to.deep.include({
      status: 400,
      body: { message: { base: [gitlabTexts.hiddenStays] } },
    });
  });

  it('hides nothing, and says nothing about it, where it is older than that', async () => {
    await gitlab.close();
    gitlab = await startGitlab({ canHide: false });
    const { status, body } = await create({ key: 'A', value: 'a-long-secret', masked_and_hidden: true });
    expect(status).to.equal(201);
    expect(body).to.include({ value: 'a-long-secret', masked: false }).and.not.have.property('hidden');
  });

  it('refuses what it does not know, what is missing and what is of the wrong kind', async () => {
    const errorOf = async (body: unknown) => (await create(body)).body.error;
    expect(await errorOf({ key: 'A' })).to.equal('value is missing');
    expect(await errorOf({ key: 'A', value: 'b', hidden: true })).to.equal('hidden is unknown');
    expect(await errorOf({ key: 'A', value: 'b', masked: 'yes' })).to.equal('masked is invalid');
    expect(await errorOf({ key: 'A', value: 'b', variable_type: 'text' })).to.equal(
      'variable_type does not have a valid value',
    );
    await create({ key: 'A', value: 'b' });
    const { body } = await ask('PUT', `${path}/A`, { masked_and_hidden: true });
    expect(body.error, 'only new variables can be hidden').to.equal('masked_and_hidden is unknown');
    expect((await create({ key: 'A-B', value: 'b' })).body).to.deep.equal({
      message: { key: [gitlabTexts.keyFormat] },
    });
    expect((await create({ key: 'B', value: 'b', environment_scope: 'a:b' })).body).to.deep.equal({
      message: { environment_scope: [gitlabTexts.scopeFormat] },
    });
  });

  it('has room for so many variables', async () => {
    await gitlab.close();
    gitlab = await startGitlab({ limit: 1 });
    await create({ key: 'A', value: 'b' });
    expect((await create({ key: 'B', value: 'b' })).body).to.deep.equal({
      message: { base: ['Maximum number of project ci variables (1) exceeded'] },
    });
  });

  it('answers a list page by page', async () => {
    for (let index = 0; index < 45; index += 1) gitlab.project.put({ key: `V${index}`, value: 'x' });
    const first = await ask('GET', path);
    expect(first.body).to.have.length(20);
    expect(first.headers.get('x-next-page')).to.equal('2');
    const last = await ask('GET', `${path}?page=3&per_page=20`);
    expect(last.body).to.have.length(5);
    expect(last.headers.get('x-next-page')).to.equal('');
    expect(last.headers.get('x-total')).to.equal('45');
  });

  it('misbehaves on demand, and as often as it is told', async () => {
    gitlab.addFault({ kind: 'server-error', after: 1, times: 2 });
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await ask('GET', path)).status);
    expect(statuses).to.deep.equal([200, 500, 500, 200]);
    gitlab.addFault({ kind: 'lost-reply', method: 'POST' });
    expect(await create({ key: 'A', value: 'b' }).catch(() => 'no answer')).to.equal('no answer');
    expect(gitlab.project.find('A', '*').value).to.equal('b');
    gitlab.addFault({ kind: 'refuse', method: 'POST' });
    expect(await create({ key: 'B', value: 'b' }).catch(() => 'no answer')).to.equal('no answer');
    expect(gitlab.project.variables).to.have.length(1);
  });
});
