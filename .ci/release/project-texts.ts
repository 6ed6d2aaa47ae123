/** The files that name a version, as text. */
export const versionedFiles = {
  packageJson: 'package.json',
  packageLock: 'package-lock.json',
  changelog: 'CHANGELOG.md',
  readme: 'README.md',
  template: 'templates/deploy.yml',
} as const;

export type ProjectTexts = Readonly<Record<keyof typeof versionedFiles, string>>;

/** What a release commit may change: none of it is in the image that was tested before it. */
export const stampedFiles: readonly string[] = [
  versionedFiles.changelog,
  versionedFiles.readme,
  versionedFiles.template,
];
