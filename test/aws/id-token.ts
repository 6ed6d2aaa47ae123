const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

export const gitlab = 'https://gitlab.example.com';

/** What GitLab puts into the token of a job on main, as far as somebody asks. */
export const goodClaims = {
  iss: gitlab,
  aud: gitlab,
  sub: 'project_path:shop/web:ref_type:branch:ref:main',
  user_email: 'jane@example.com',
  user_login: 'jane.doe',
};

/** An ID token as GitLab makes it, but for the signature. */
export function idTokenOf(claims: Readonly<Record<string, unknown>>): string {
  const signature = Buffer.from('the signature of the token').toString('base64url');
  return `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded({ ...goodClaims, ...claims })}.${signature}`;
}
