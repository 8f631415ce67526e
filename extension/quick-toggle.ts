/** The tile in the quick settings: on while the policy is enforced. */
import GObject from 'gi://GObject';
import * as QuickSettings from 'resource:///org/gnome/shell/ui/quickSettings.js';
import type * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';
import type {Actions} from './actions.js';
import type {Destroyer} from './destroyer.js';
import type {Firewall} from './firewall.js';
import {_} from './i18n.js';
import {PAUSE_SECONDS} from './menu.js';
import {addAction} from './popup.js';
import {stateIcon, stateTexts} from './state.js';

const HOUR_SECONDS = 60 * 60;

class Toggle extends QuickSettings.QuickMenuToggle {
    static {
        GObject.registerClass({GTypeName: 'GalafToggle'}, this);
    }

    readonly #firewall: Firewall;
    readonly #icons: string;
    readonly #whenOn: PopupMenu.PopupMenuItem[];
    readonly #whenOff: PopupMenu.PopupMenuItem;

    constructor(firewall: Firewall, actions: Actions, icons: string) {
        super({title: _('Firewall')});
        this.#firewall = firewall;
        this.#icons = icons;
        this.#whenOn = [
            addAction(this.menu, _('Pause for 10 Minutes'), () => actions.pause(PAUSE_SECONDS)),
            addAction(this.menu, _('Pause for 1 Hour'), () => actions.pause(HOUR_SECONDS)),
            addAction(this.menu, _('Stop'), () => actions.stop()),
        ];
        this.#whenOff = addAction(this.menu, _('Start'), () => actions.resume());
        this.menu.addAction(_('Firewall Preferences'), () => actions.preferences());
        this.connect('clicked', () => this.#toggle(actions));
        this.update();
    }

    #toggle(actions: Actions): void {
        const state = this.#firewall.status?.state;
        // A click never opens the network for good: that is in the menu.
        if (state === 'enforcing') actions.pause(PAUSE_SECONDS);
        else if (state === 'paused' || state === 'stopped') actions.resume();
        else actions.preferences();
    }

    update(): void {
        const {title, detail} = stateTexts(this.#firewall);
        const state = this.#firewall.status?.state;
        const icon = stateIcon(this.#firewall, this.#icons);
        this.gicon = icon;
        this.checked = state === 'enforcing';
        this.subtitle = state === 'paused' ? detail : title;
        this.menu.setHeader(icon, _('Firewall'), detail);
        for (const item of this.#whenOn) item.visible = state === 'enforcing';
        this.#whenOff.visible = state === 'paused' || state === 'stopped';
    }
}

export class QuickToggle extends QuickSettings.SystemIndicator {
    static {
        GObject.registerClass({GTypeName: 'GalafQuickToggle'}, this);
    }

    constructor(firewall: Firewall, actions: Actions, icons: string, destroyer: Destroyer) {
        super();
        const toggle = new Toggle(firewall, actions, icons);
        this.quickSettingsItems.push(toggle);
        destroyer.add(firewall.on('status', () => toggle.update()));
        // Not everything is signalled: somebody may have loaded, or failed to load, the rules by hand.
        toggle.connect('notify::mapped', () => {
            if (toggle.mapped) void firewall.refresh();
        });
        destroyer.add(() => {
            // The shell moves the menu to another parent, and leaves it there.
            toggle.menu.destroy();
            toggle.destroy();
        });
    }
}
