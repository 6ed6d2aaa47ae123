import { randomUUID } from 'node:crypto';
import type { Model, Service } from './model';

/** (AWS docs) */
const keptEvents = 100;

/** Newest first, as DescribeServices shows them. */
export function addEvent({ setting }: Model, service: Service, message: string): void {
  service.events.unshift({ id: randomUUID(), at: setting.clock.now(), message });
  service.events.length = Math.min(service.events.length, keptEvents);
}
