// call-with-files N FILES [SUBJECT]   Makes N calls, each with standard input that many times as open files: of a method that
// takes no file, or of Capture.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

const NAME = 'org.galaf.Helper1';
const [calls, files] = ARGV.slice(0, 2).map(Number);
const subject = ARGV[2];
const bus = Gio.bus_get_sync(Gio.BusType.SYSTEM, null);
const answers = {};
for (let i = 0; i < calls; i++) {
    const message = Gio.DBusMessage.new_method_call(
        NAME,
        '/org/galaf/Helper1',
        NAME,
        subject ? 'Capture' : 'Status',
    );
    if (subject) message.set_body(new GLib.Variant('(ssh)', [subject, '{}', 0]));
    const list = new Gio.UnixFDList();
    for (let j = 0; j < files; j++) list.append(0);
    message.set_unix_fd_list(list);
    const [reply] = bus.send_message_with_reply_sync(message, Gio.DBusSendMessageFlags.NONE, 20000, null);
    const [text] = reply.get_body().deepUnpack();
    const answer = reply.get_error_name() ? `${reply.get_error_name()}: ${text}` : 'done';
    answers[answer] = (answers[answer] ?? 0) + 1;
    list.steal_fds().forEach(fd => GLib.close(fd));
}
print(JSON.stringify(answers));
