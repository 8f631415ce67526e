/** What every page gets: the session, and ways to speak to the person and to move around. */
import type Adw from 'gi://Adw?version=1';
import type {Session} from './model/session.js';
import type {Edit} from '../core/config/edit.js';
import type {Label} from './model/draft.js';

export interface App {
    readonly session: Session;
    readonly window: Adw.ApplicationWindow;
    toast(text: string): void;
    /** Adds a step to the draft; says so when it does not fit. */
    edit(label: Label, edits: readonly Edit[], key?: string | null): boolean;
    push(page: Adw.NavigationPage): void;
    pop(): void;
    /** Opens a section of the sidebar by its tag. */
    open(section: string): void;
    /** @param subject name of a group, or `user:NAME` */
    openSubject(subject: string): void;
}
