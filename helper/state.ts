/** Whether the policy in force is enforced. */
import type {State} from './dbus/answers.js';
import * as generations from './engine/generations.js';
import * as pause from './engine/pause.js';
import * as kernel from './kernel.js';

/** The drop-all table has the base chains and nothing to dispatch with. */
function stateOf(table: kernel.KernelTable | null): State {
    if (!table?.ours) return 'stopped';
    return table.objects.maps.includes('apps') ? 'enforcing' : 'closed';
}

export async function readState(): Promise<State> {
    const meta = generations.metaInForce();
    const found = meta ? stateOf(await kernel.readTable(meta.table)) : 'not-configured';
    return found === 'stopped' && pause.secondsLeft() !== null ? 'paused' : found;
}
