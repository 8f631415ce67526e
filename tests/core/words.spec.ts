import {wordsFrom} from '../../core/words.js';

const german: Readonly<Record<string, string>> = {
    'expected {0}, found {1}': '{0} erwartet, {1} gefunden',
    'a string': 'ein Text',
    'an object': 'ein Objekt',
    '"{0}" is not an address': '„{0}“ ist keine Adresse',
    '{0} may no longer reach {1}': '{1} ist für {0} nicht mehr erreichbar',
    'the local network': 'das lokale Netz',
    '{0} on {1}': '{0} über {1}',
    '{0} (IPv4 only)': '{0} (nur IPv4)',
    'setting {0}': 'Einstellung {0}',
    '{0} is now on': '{0} ist nun an',
};
const {sentence: words, phrase} = wordsFrom(Object.keys(german), text => german[text] ?? text);

describe('words', () => {
    it('fill values into the translation, wherever they stand there', () => {
        expect(words('"1.2.3" is not an address')).toBe('„1.2.3“ ist keine Adresse');
        expect(words('post may no longer reach a.example.org on tcp/25')).toBe(
            'a.example.org über tcp/25 ist für post nicht mehr erreichbar',
        );
    });

    it('translate values that are sentences of core themselves', () => {
        expect(words('expected a string, found an object')).toBe('ein Text erwartet, ein Objekt gefunden');
        expect(words('post may no longer reach the local network')).toBe(
            'das lokale Netz ist für post nicht mehr erreichbar',
        );
    });

    it('translate short phrases only where one is expected', () => {
        expect(phrase('the local network on tcp/25 (IPv4 only)')).toBe(
            'das lokale Netz über tcp/25 (nur IPv4)',
        );
        expect(words('cannot listen on port 53')).toBe('cannot listen on port 53');
    });

    it('translate what is said of something, behind a colon', () => {
        expect(words('"a b": setting guard is now on')).toBe('"a b": Einstellung guard ist nun an');
        expect(words('nft: cannot listen on port 53')).toBe('nft: cannot listen on port 53');
    });

    it('leave alone what they do not know', () => {
        expect(words('cannot open /etc/galaf')).toBe('cannot open /etc/galaf');
        expect(words('')).toBe('');
    });

    it('translate sentences of few letters, with what is the subject of them', () => {
        expect(words('setting guard is now on')).toBe('Einstellung guard ist nun an');
    });

    it('take what looks like a place or a pattern literally when it is a value', () => {
        expect(words('"{1} $& (.*)" is not an address')).toBe('„{1} $& (.*)“ ist keine Adresse');
    });
});
