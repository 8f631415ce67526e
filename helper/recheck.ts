/**
 * Rights that end. polkit lets whoever sits at the machine hear of traffic, which ends when somebody else has the screen; what was
 * begun before is asked about again. (Its actions say so, allow_active against allow_inactive; that decides, not our own idea of
 * what a session is.)
 */
import GLib from 'gi://GLib';
import {allowed} from './authorization.js';

export const TRAFFIC = 'org.galaf.traffic';
export const RECHECK_SECONDS = 5;

/** Calls `lost`, once, when polkit no longer lets a peer hear of traffic; the function that is returned ends that. */
export function whileAllowed(sender: string, lost: () => void): () => void {
    let timer = 0;
    const stop = () => {
        if (timer) GLib.source_remove(timer);
        timer = 0;
    };
    const ask = async () => {
        if ((await allowed(TRAFFIC, sender)) || !timer) return;
        stop();
        lost();
    };
    timer = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, RECHECK_SECONDS, () => {
        void ask();
        return GLib.SOURCE_CONTINUE;
    });
    return stop;
}
