/** The variables are set, or compared, in this project. */
export interface GitlabTarget {
  readonly kind: 'gitlab';
  /** `group/name` or an ID. */
  readonly project: string;
  /** `https://gitlab.example.com/api/v4`. */
  readonly apiUrl: string;
  readonly token: string;
}
