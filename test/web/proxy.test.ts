import { expect } from 'chai';
import { proxyFor, proxySettingsIn } from '../../runner/web/proxy';

const through = (address: string, env: Readonly<Record<string, string>>) =>
  proxyFor(new URL(address), proxySettingsIn(env));

describe('the proxy of a request', () => {
  it('is the one for its protocol, in lower case first', () => {
    const env = { HTTP_PROXY: 'http://plain:3128', HTTPS_PROXY: 'http://tls:3128' };
    expect(through('https://aws.example/', env)?.url.host).to.equal('tls:3128');
    expect(through('http://aws.example/', env)?.url.host).to.equal('plain:3128');
    expect(through('https://aws.example/', { ...env, https_proxy: 'http://lower:3128' })).to.include({
      title: 'lower:3128 (https_proxy)',
    });
  });

  it('is none without a variable for it, or with an empty one', () => {
    expect(proxySettingsIn({ NO_PROXY: '*', HTTPS_PROXY: ' ' })).to.equal(undefined);
    expect(through('https://aws.example/', { HTTP_PROXY: 'http://plain:3128' })).to.equal(undefined);
  });

  it('may be written without a scheme, and is told without its password', () => {
    const proxy = through('https://aws.example/', { HTTPS_PROXY: 'user:hunter22@proxy.example:8080' });
    expect(proxy?.title).to.equal('proxy.example:8080 (HTTPS_PROXY)');
    expect(proxy?.url).to.include({ username: 'user', password: 'hunter22' });
  });

  it('that is no HTTP proxy is refused by its variable, which is not shown', () => {
    for (const value of ['socks5://user:hunter22@proxy:1080', 'http://', 'a b:hunter22']) {
      expect(() => through('https://aws.example/', { HTTPS_PROXY: value }))
        .to.throw('HTTPS_PROXY is not the address of an HTTP proxy')
        .that.satisfies((error: Error) => !error.message.includes('hunter22'));
    }
  });

  const rows: [string, string, boolean][] = [
    ['*', 'https://aws.example/', false],
    ['aws.example', 'https://aws.example/', false],
    ['aws.example', 'https://ecs.aws.example/', false],
    ['.aws.example', 'https://ecs.aws.example/', false],
    ['*.aws.example', 'https://ecs.AWS.example/', false],
    ['aws.example', 'https://notaws.example/', true],
    ['other.example, aws.example', 'https://aws.example/', false],
    ['aws.example:443', 'https://aws.example/', false],
    ['aws.example:8443', 'https://aws.example/', true],
    ['10.0.0.0/8', 'https://10.1.2.3/', false],
    ['10.0.0.0/8', 'https://11.1.2.3/', true],
    ['10.0.0.0/8', 'https://aws.example/', true],
    ['10.0.0.0/255.0.0.0', 'https://192.168.1.1/', true],
    ['[::1]', 'https://[::1]:8443/', false],
    ['', 'https://aws.example/', true],
  ];
  for (const [noProxy, address, isProxied] of rows) {
    it(`is ${isProxied ? 'asked' : 'not asked'} for ${address} with NO_PROXY "${noProxy}"`, () => {
      const proxy = through(address, { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: noProxy });
      expect(proxy !== undefined).to.equal(isProxied);
    });
  }
});
