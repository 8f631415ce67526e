import {Draft} from '../../prefs/model/draft.js';
import {setValue} from '../../prefs/model/paths.js';

const FILE = '/etc/galaf/galaf.json';
const TEXT = `{
    // keep me
    "groups": {"web": {"title": "Web", "allow": [{"to": "any", "ports": "tcp/443"}]}}
}
`;
const on = (text: string, revision = '1') => ({revision, sources: [{name: FILE, text}]});
const textOf = (draft: Draft): string => draft.sources[0]!.text;

describe('a draft', () => {
    let draft: Draft;
    beforeEach(() => {
        draft = new Draft();
        draft.settle(on(TEXT));
    });

    it('keeps comments, and undoes and redoes', () => {
        draft.edit('title', [setValue(['groups', 'web', 'title'], 'Browser')]);
        expect(textOf(draft)).toContain('"title": "Browser"');
        expect(textOf(draft)).toContain('// keep me');
        draft.undo();
        expect(textOf(draft)).toBe(TEXT);
        expect(draft.canUndo).toBeFalse();
        draft.redo();
        expect(textOf(draft)).toContain('Browser');
    });

    it('takes what is typed into one field for one step', () => {
        for (const title of ['B', 'Br', 'Bro'])
            draft.edit('title', [setValue(['groups', 'web', 'title'], title)], 'title');
        expect(draft.steps.length).toBe(1);
        expect(textOf(draft)).toContain('"Bro"');
        draft.undo();
        expect(textOf(draft)).toBe(TEXT);
    });

    it('calls app groups in its steps as they are called after all of them', () => {
        const step = (subject: string) => (called: (subject: string) => string) => `${called(subject)}: ping`;
        draft.edit(step('web'), [setValue(['groups', 'web', 'ping'], true)]);
        draft.edit(step('user:bob'), [setValue(['users', 'bob'], {ping: true})]);
        expect(draft.inWords()).toEqual(['Web: ping', 'bob: ping']);
        draft.edit('title', [setValue(['groups', 'web', 'title'], 'Browser')]);
        expect(draft.inWords()).toEqual(['Browser: ping', 'bob: ping', 'title']);
        draft.edit('remove', [{verb: 'remove-group', group: 'web'}]);
        expect(draft.inWords()[0]).toBe('Web: ping');
        expect(draft.inWords(draft.steps.slice(1, 2))).toEqual(['bob: ping']);
    });

    it('has no step for what was typed and taken back', () => {
        draft.edit('title', [setValue(['groups', 'web', 'title'], 'x')], 'title');
        draft.edit('title', [setValue(['groups', 'web', 'title'], 'Web')], 'title');
        expect(draft.steps.length).toBe(0);
    });

    it('keeps a mistake and says where it is', () => {
        draft.edit('ports', [setValue(['groups', 'web', 'allow', 0, 'ports'], 'tcp/99999')]);
        expect(draft.errors.length).toBe(1);
        expect(draft.findings('groups.web.allow[0].ports').length).toBe(1);
        expect(draft.findings('groups.web.allow[0].to')).toEqual([]);
        expect(draft.findings('groups.we')).toEqual([]);
    });

    it('puts its steps on top of what somebody else wrote', () => {
        draft.edit('title', [setValue(['groups', 'web', 'title'], 'Browser')]);
        const rebased = draft.rebase(on(TEXT.replace('tcp/443', 'tcp/8443'), '2'));
        expect(rebased).toEqual({kept: 1, lost: []});
        expect(textOf(draft)).toContain('tcp/8443');
        expect(textOf(draft)).toContain('Browser');
        expect(draft.revision).toBe('2');
    });

    it('gives up a text that was written over another', () => {
        draft.write('text', FILE, '{}');
        draft.edit('base', [setValue(['base', 'mdns'], true)]);
        const rebased = draft.rebase(on('{"groups": {}}', '2'));
        expect(rebased.lost.map(({label}) => label)).toEqual(['text']);
        expect(textOf(draft)).toContain('mdns');
        expect(textOf(draft)).toContain('groups');
    });

    it('brings steps back after a trial that was reverted', () => {
        draft.edit('title', [setValue(['groups', 'web', 'title'], 'Browser')]);
        const {steps, sources} = draft;
        draft.settle({revision: '2', sources});
        draft.restore(steps);
        draft.rebase(on(TEXT, '3'));
        expect(draft.steps.map(({label}) => label)).toEqual(['title']);
        expect(textOf(draft)).toContain('Browser');
    });
});
