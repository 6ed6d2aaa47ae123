import { EventBridgeClient, ListTargetsByRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';

/** What is used of the client of EventBridge: the bundle has nothing else of it. */
export const eventBridgeSdk = { EventBridgeClient, ListTargetsByRuleCommand, PutTargetsCommand };
