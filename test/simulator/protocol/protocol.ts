import type { AwsErrorReply } from '../api';
import type { Mismatch, OperationSchema } from './schema';

export interface WireAnswer {
  readonly contentType: string;
  readonly statusCode: number;
  readonly body: string;
}

/** How a service's requests, answers and errors are written. */
export interface Protocol {
  /** Refuses what the schema does not know, in AWS's manner. */
  inputOf(schema: OperationSchema, body: string): unknown;
  /** Throws when the simulator itself answers what AWS could not. */
  answerOf(schema: OperationSchema, operation: string, answer: unknown): WireAnswer;
  errorOf(error: AwsErrorReply, requestId: string): WireAnswer;
}

export const mistakeIn = (operation: string, mismatches: readonly Mismatch[]): Error =>
  new Error(`the simulator's answer to ${operation} is not AWS's: ${JSON.stringify(mismatches)}`);
