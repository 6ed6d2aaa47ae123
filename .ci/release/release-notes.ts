export interface ReleaseToAnnounce {
  readonly version: string;
  /** Markdown */
  readonly changes: string;
  /** With tag and digest. */
  readonly image: string;
  /** `https://host/group/project` */
  readonly projectUrl: string;
  readonly serverUrl: string;
  readonly assets: readonly { readonly name: string; readonly sha256: string }[];
}

/** What GitLab shows for the release, in Markdown. */
export function releaseNotesOf(release: ReleaseToAnnounce): string {
  const { version, changes, image, projectUrl, serverUrl, assets } = release;
  const project = projectUrl.replace(/^https?:\/\//, '');
  const byDigest = image.replace(/:[^:/@]+@/, '@');
  return `${changes}

### Include it

\`\`\`yaml
include:
  - component: ${project}/deploy@${version}
\`\`\`

Its jobs run in this image, which the template names by its digest:

\`\`\`text
${image}
\`\`\`

### Check it

| asset | SHA-256 |
|---|---|
${assets.map(({ name, sha256 }) => `| \`${name}\` | \`${sha256}\` |`).join('\n')}

The image was signed without a key, by the pipeline of the tag:

\`\`\`sh
cosign verify ${byDigest} \\
  --certificate-identity ${projectUrl}//.gitlab-ci.yml@refs/tags/${version} \\
  --certificate-oidc-issuer ${serverUrl}
\`\`\`
`;
}
