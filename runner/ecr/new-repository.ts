/** For ECS_CD_LIVE_TAG, whose value differs from environment to environment. */
export const liveTags = 'live-*';

/** More live tags than that are not in use; the others make room for newer images. */
const keptLive = 1_000;
export const keptOthers = 500;

/** The lifecycle policy of a repository that the build creates. */
export const policyOfNew = JSON.stringify({
  rules: [
    ruleOf(1, 'what runs', { tagStatus: 'tagged', tagPatternList: [liveTags], countNumber: keptLive }),
    ruleOf(2, 'the newest of all others', { tagStatus: 'any', countNumber: keptOthers }),
  ],
});

function ruleOf(rulePriority: number, description: string, selection: object) {
  const counted = { ...selection, countType: 'imageCountMoreThan' };
  return { rulePriority, description, selection: counted, action: { type: 'expire' } };
}
