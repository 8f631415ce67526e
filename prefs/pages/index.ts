/** Pages by the tags of the sidebar. */
import type Adw from 'gi://Adw?version=1';
import type {App} from '../app.js';
import {BasePage} from './base.js';
import {BlockedPage} from './blocked.js';
import {DoctorPage} from './doctor.js';
import {FilePage} from './file.js';
import {GenerationsPage} from './generations.js';
import {InboundPage} from './inbound.js';
import {SettingsPage} from './settings.js';
import {StatisticsPage} from './statistics.js';
import {SubjectsPage} from './subjects.js';

export {GroupPage, type SubjectPage, UserPage} from './group.js';

const PAGES: Readonly<Record<string, (app: App) => Adw.NavigationPage>> = {
    groups: app => new SubjectsPage(app, 'group'),
    users: app => new SubjectsPage(app, 'user'),
    inbound: app => new InboundPage(app),
    base: app => new BasePage(app),
    settings: app => new SettingsPage(app),
    blocked: app => new BlockedPage(app),
    generations: app => new GenerationsPage(app),
    doctor: app => new DoctorPage(app),
    statistics: app => new StatisticsPage(app),
    file: app => new FilePage(app),
};

export const createPage = (tag: string, app: App): Adw.NavigationPage =>
    (PAGES[tag] ?? PAGES['groups']!)(app);
