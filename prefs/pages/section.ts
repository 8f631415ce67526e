/** A part of a page that keeps itself in line with the draft. */
import Adw from 'gi://Adw?version=1';
import type {Field} from '../widgets/fields.js';

export interface Section {
    readonly widget: Adw.PreferencesGroup;
    sync(): void;
}

/** A section that is a list of fields. */
export function fieldSection(
    title: string,
    fields: readonly Field[],
    description = '',
): Section & {readonly fields: readonly Field[]} {
    const widget = new Adw.PreferencesGroup({title, description});
    for (const field of fields) for (const row of field.rows) widget.add(row);
    return {
        widget,
        fields,
        sync() {
            for (const field of fields) field.sync();
        },
    };
}
