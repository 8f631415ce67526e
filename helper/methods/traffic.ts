/** What goes over the network, and who may hear of it. */
import type {Caller} from '../caller.js';
import {InvalidArgumentError} from '../errors.js';
import {readStats} from '../stats.js';
import type {Subscriptions, Topic} from '../subscriptions.js';
import {visibleTo} from '../visibility.js';
import type {Methods} from './types.js';

const TOPICS: readonly Topic[] = ['traffic', 'blocked'];
/** Shorter periods cost more than anybody can see. */
const MIN_PERIOD_MS = 500;
const MAX_PERIOD_MS = 60_000;

function readTopics(text: string): Set<Topic> {
    let topics: unknown;
    try {
        topics = JSON.parse(text);
    } catch {
        topics = null;
    }
    const known = (topic: unknown): topic is Topic => TOPICS.includes(topic as Topic);
    if (!Array.isArray(topics) || !topics.length || !topics.every(known))
        throw new InvalidArgumentError(
            `topics are a JSON list of ${TOPICS.map(topic => `"${topic}"`).join(', ')}`,
        );
    return new Set(topics);
}

export const trafficMethods = (subscriptions: Subscriptions): Methods => ({
    Stats: async (_: [], caller: Caller) => readStats(await visibleTo(caller)),

    Subscribe: ([topics, period]: [string, number], caller: Caller) => {
        const periodMs = Math.min(MAX_PERIOD_MS, Math.max(MIN_PERIOD_MS, period));
        return subscriptions.add(caller, readTopics(topics), periodMs);
    },

    Unsubscribe: (_: [], {sender}: Caller) => subscriptions.remove(sender),
});
