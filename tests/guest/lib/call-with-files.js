// call-with-files N FILES   Makes N calls of a method that takes no file, each with that many open files.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

const NAME = 'org.galaf.Helper1';
const [calls, files] = ARGV.map(Number);
const bus = Gio.bus_get_sync(Gio.BusType.SYSTEM, null);
const answers = {};
for (let i = 0; i < calls; i++) {
    const message = Gio.DBusMessage.new_method_call(NAME, '/org/galaf/Helper1', NAME, 'Status');
    const list = new Gio.UnixFDList();
    for (let j = 0; j < files; j++) list.append(0);
    message.set_unix_fd_list(list);
    const [reply] = bus.send_message_with_reply_sync(message, Gio.DBusSendMessageFlags.NONE, 20000, null);
    const answer = reply.get_error_name() ?? 'done';
    answers[answer] = (answers[answer] ?? 0) + 1;
    list.steal_fds().forEach(fd => GLib.close(fd));
}
print(JSON.stringify(answers));
