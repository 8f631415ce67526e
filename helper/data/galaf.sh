# The same for login shells as /usr/lib/systemd/user-environment-generators/90-galaf has it for sessions.
case "$XDG_DATA_DIRS:" in
/var/lib/galaf/share:*) ;;
*) export XDG_DATA_DIRS="/var/lib/galaf/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" ;;
esac
case "$XDG_CONFIG_DIRS:" in
/var/lib/galaf/xdg:*) ;;
*) export XDG_CONFIG_DIRS="/var/lib/galaf/xdg:${XDG_CONFIG_DIRS:-/etc/xdg}" ;;
esac
case "$PATH:" in
/var/lib/galaf/bin:*) ;;
*) export PATH="/var/lib/galaf/bin:$PATH" ;;
esac
