// galaf-prefs with an eye on its main loop; see stalls.js. Imports run in order.
import './stalls.js';
import 'file:///usr/bin/galaf-prefs';
