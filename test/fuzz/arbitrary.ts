import fc, { type Arbitrary } from 'fast-check';

/** `arbitrary` in so many of a hundred cases, else nothing. */
export const sometimes = <T>(percent: number, arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });
export const oneOf = <const T extends readonly unknown[]>(...values: T): Arbitrary<T[number]> =>
  fc.constantFrom(...values);
export const seconds = (max: number) => fc.integer({ min: 0, max });

type Present<M> = { [K in keyof M as undefined extends M[K] ? never : K]: M[K] } & {
  [K in keyof M as undefined extends M[K] ? K : never]?: Exclude<M[K], undefined>;
};

/** A record without the members that are undefined, so that a story prints short. */
export const recordOf = <M extends object>(members: { [K in keyof M]: Arbitrary<M[K]> }) =>
  fc
    .record<M>(members)
    .map(
      (record) =>
        Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<M>,
    );
