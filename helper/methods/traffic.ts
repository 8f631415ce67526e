/** What goes over the network. */
import {readStats} from '../stats.js';
import type {Methods} from './types.js';

export const TRAFFIC: Methods = {
    Stats: () => readStats(),
};
